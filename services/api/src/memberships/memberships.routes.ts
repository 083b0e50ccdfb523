import { callerOf } from '../platform/caller.ts';
import type { AddRoutes } from '../platform/serve.ts';
import type { Memberships } from './memberships.service.ts';

export const createMembershipRoutes =
  ({ memberships }: { memberships: Memberships }): AddRoutes =>
  (serve) => {
    serve('PATCH /api/teams/:team_id/memberships/:user_id', async ({ params, body, res }) => ({
      membership: await memberships.changeRole(callerOf(res), { ...params, ...body }),
    }));

    serve('DELETE /api/teams/:team_id/memberships/:user_id', async ({ params, res }) => {
      await memberships.end(callerOf(res), params);
      return undefined;
    });
  };
