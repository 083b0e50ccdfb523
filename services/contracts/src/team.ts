import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { membership } from './membership.ts';
import { id, idParam, line, roomPositions, timestamp } from './scalars.ts';

/** The group that owns projects. */
export const team = z.object({ id, name: z.string(), created_at: timestamp });
export type Team = z.infer<typeof team>;

export const teamEndpoints = defineEndpoints({
  'POST /api/teams': {
    access: 'login',
    body: z.strictObject({ name: line(80) }),
    response: z.object({ team }),
    status: 201,
  },
  'GET /api/teams/:team_id': {
    access: 'login',
    params: z.strictObject({ team_id: idParam }),
    response: z.object({ team, memberships: z.array(membership), rooms: roomPositions }),
  },
});
