import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { languages, platformRoles } from './names/index.ts';
import { id, idParam, line, timestamp } from './scalars.ts';

/** Anyone with an id. A guest has no e-mail address; nobody but the person and admins sees the address. */
export const user = z.object({
  id,
  name: z.string(),
  email: z.string().nullable(),
  platform_role: z.enum(platformRoles),
  /** Of the mails that they get. */
  language: z.enum(languages),
});
export type User = z.infer<typeof user>;

/** A user as admins see them. */
export const userEntry = user.extend({
  created_at: timestamp,
  last_seen_at: timestamp.nullable(),
  team_count: z.int().nonnegative(),
  /** Since when they can no longer sign in; null for everyone else. */
  blocked_at: timestamp.nullable(),
  /** Named in ADMIN_EMAILS: an admin whom nobody can demote or block here. */
  is_appointed: z.boolean(),
});
export type UserEntry = z.infer<typeof userEntry>;

const params = z.strictObject({ user_id: idParam });
const response = z.object({ user: userEntry });

export const userEndpoints = defineEndpoints({
  'PATCH /api/users/me': {
    access: 'login',
    body: z
      .strictObject({ name: line(80).optional(), language: z.enum(languages).optional() })
      .refine((change) => Object.keys(change).length > 0, 'expected name or language'),
    response: z.object({ user }),
  },
  /** The newest first, a page at a time; `search` is a part of a name or an address. Participants are not among them. */
  'GET /api/users': {
    access: 'admin',
    action: 'user.read',
    query: z.strictObject({
      search: z.string().trim().max(100).optional(),
      before_id: idParam.optional(),
    }),
    response: z.object({ users: z.array(userEntry), next_before_id: id.nullable() }),
  },
  'PATCH /api/users/:user_id': {
    access: 'admin',
    action: 'user.update',
    params,
    body: z.strictObject({ platform_role: z.enum(['user', 'staff', 'admin']) }),
    response,
  },
  /** Ends all logins of a person and lets them sign in no more, until they are unblocked. */
  'POST /api/users/:user_id/block': { access: 'admin', action: 'user.block', params, response },
  'POST /api/users/:user_id/unblock': { access: 'admin', action: 'user.block', params, response },
  /** Ends all logins of a person, who may sign in again. */
  'DELETE /api/users/:user_id/logins': { access: 'admin', action: 'user.block', params, status: 204 },
});
