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
  };
