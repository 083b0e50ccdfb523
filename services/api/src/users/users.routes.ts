import { callerOf } from '../platform/caller.ts';
import type { AddRoutes } from '../platform/serve.ts';
import type { Users } from './users.service.ts';

export const createUserRoutes =
  ({ users }: { users: Users }): AddRoutes =>
  (serve) => {
    serve('GET /api/users', ({ query, res }) => users.list(callerOf(res), query));

    serve('PATCH /api/users/:user_id', async ({ params, body, res }) => ({
      user: await users.giveRole(callerOf(res), { ...params, ...body }),
    }));

    serve('POST /api/users/:user_id/block', async ({ params, res }) => ({
      user: await users.block(callerOf(res), params.user_id),
    }));

    serve('POST /api/users/:user_id/unblock', async ({ params, res }) => ({
      user: await users.unblock(callerOf(res), params.user_id),
    }));

    serve('DELETE /api/users/:user_id/logins', async ({ params, res }) => {
      await users.signOut(callerOf(res), params.user_id);
      return undefined;
    });
  };
