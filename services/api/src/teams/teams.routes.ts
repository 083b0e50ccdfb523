import { callerOf } from '../platform/caller.ts';
import type { AddRoutes } from '../platform/serve.ts';
import type { Teams } from './teams.service.ts';

export const createTeamRoutes =
  ({ teams }: { teams: Teams }): AddRoutes =>
  (serve) => {
    serve('POST /api/teams', async ({ body, res }) => ({
      team: await teams.create(callerOf(res), body.name),
    }));

    serve('GET /api/teams/:team_id', ({ params, res }) => teams.read(callerOf(res), params.team_id));

    serve('PATCH /api/teams/:team_id', async ({ params, body, res }) => ({
      team: await teams.rename(callerOf(res), { id: params.team_id, name: body.name }),
    }));

    serve('DELETE /api/teams/:team_id', async ({ params, res }) => {
      await teams.remove(callerOf(res), params.team_id);
      return undefined;
    });

    serve('POST /api/teams/:team_id/restore', async ({ params, res }) => ({
      team: await teams.restore(callerOf(res), params.team_id),
    }));

    serve('GET /api/removed-teams', async ({ res }) => ({ teams: await teams.listRemoved(callerOf(res)) }));
  };
