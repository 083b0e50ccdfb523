import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { sessionRoles, teamRoles } from './names/index.ts';
import { id, idParam, timestamp } from './scalars.ts';

/** A user in a group (team or session). `name` is the name that this group sees. */
export const membership = z.object({
  group_id: id,
  user_id: id,
  role: z.enum([...teamRoles, ...sessionRoles]),
  name: z.string(),
  joined_at: timestamp,
  left_at: timestamp.nullable(),
  left_reason: z.string().nullable(),
});
export type Membership = z.infer<typeof membership>;

const params = z.strictObject({ team_id: idParam, user_id: idParam });

export const membershipEndpoints = defineEndpoints({
  /** 409 `last_owner` where the team would be left without one. */
  'PATCH /api/teams/:team_id/memberships/:user_id': {
    access: 'login',
    action: 'membership.update',
    params,
    body: z.strictObject({ role: z.enum(teamRoles) }),
    response: z.object({ membership }),
  },
  /** Removes somebody from the team at once; everyone may remove themselves. 409 `last_owner`. */
  'DELETE /api/teams/:team_id/memberships/:user_id': {
    access: 'login',
    action: 'membership.remove',
    params,
    status: 204,
  },
});
