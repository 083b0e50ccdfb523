import { callerOf } from '../platform/caller.ts';
import type { AddRoutes } from '../platform/serve.ts';
import type { Me } from './me.service.ts';

export const createMeRoutes =
  ({ me }: { me: Me }): AddRoutes =>
  (serve) => {
    serve('PATCH /api/users/me', async ({ body, res }) => ({ user: await me.edit(callerOf(res), body) }));
  };
