import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { id, idParam, timestamp } from './scalars.ts';

/**
 * What somebody did: who, what, when, from where, and on which row. Of changed fields it has the names, never a text.
 * Entries are never changed or removed.
 */
export const auditEntry = z.object({
  id,
  team_id: id.nullable(),
  /** Null for what a service did. */
  actor_id: id.nullable(),
  /** As it was then. */
  actor_name: z.string().nullable(),
  /** An action of the permission table, or another fact in the same form, such as `login.revoke`. */
  action: z.string(),
  /** The noun of the row, such as `project`. */
  subject_type: z.string(),
  subject_id: id.nullable(),
  fields: z.array(z.string()),
  address: z.string().nullable(),
  request_id: z.string().nullable(),
  at: timestamp,
});
export type AuditEntry = z.infer<typeof auditEntry>;

const page = {
  actor_id: idParam.optional(),
  action: z
    .string()
    .regex(/^[a-z_]+\.[a-z_]+$/)
    .optional(),
  before_id: idParam.optional(),
};
const response = z.object({ audit_entries: z.array(auditEntry), next_before_id: id.nullable() });

export const auditEntryEndpoints = defineEndpoints({
  /** The newest first, a page at a time. */
  'GET /api/teams/:team_id/audit-entries': {
    access: 'login',
    action: 'audit.read',
    params: z.strictObject({ team_id: idParam }),
    query: z.strictObject(page),
    response,
  },
  /** What was done outside of teams: users, notices. */
  'GET /api/audit-entries': {
    access: 'admin',
    action: 'platform_audit.read',
    query: z.strictObject(page),
    response,
  },
});
