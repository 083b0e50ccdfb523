import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { membership } from './membership.ts';
import { id, idParam, line, roomPositions, timestamp } from './scalars.ts';

/** The group that owns projects. */
export const team = z.object({ id, name: z.string(), created_at: timestamp });
export type Team = z.infer<typeof team>;

/** A team that was removed; its owners may restore it. */
export const removedTeam = team.extend({ deleted_at: timestamp });
export type RemovedTeam = z.infer<typeof removedTeam>;

const params = z.strictObject({ team_id: idParam });

export const teamEndpoints = defineEndpoints({
  'POST /api/teams': {
    access: 'login',
    body: z.strictObject({ name: line(80) }),
    response: z.object({ team }),
    status: 201,
  },
  'GET /api/teams/:team_id': {
    access: 'login',
    action: 'team.read',
    params,
    response: z.object({ team, memberships: z.array(membership), rooms: roomPositions }),
  },
  'PATCH /api/teams/:team_id': {
    access: 'login',
    action: 'team.update',
    params,
    body: z.strictObject({ name: line(80) }),
    response: z.object({ team }),
  },
  /** Closes the team for everyone until an owner restores it. 409 `conflict` while people talk or wait in it. */
  'DELETE /api/teams/:team_id': { access: 'login', action: 'team.remove', params, status: 204 },
  'POST /api/teams/:team_id/restore': {
    access: 'login',
    action: 'team.restore',
    params,
    response: z.object({ team }),
  },
  /** The removed teams of which the caller is an owner, the newest removal first. */
  'GET /api/removed-teams': { access: 'login', response: z.object({ teams: z.array(removedTeam) }) },
});
