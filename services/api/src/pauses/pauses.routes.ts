import { callerOf } from '../platform/caller.ts';
import type { AddRoutes } from '../platform/serve.ts';
import type { Pauses } from './pauses.service.ts';

export const createPausesRoutes =
  ({ pauses }: { pauses: Pauses }): AddRoutes =>
  (serve) => {
    serve('POST /api/sessions/:session_id/pause', async ({ params, res }) => ({
      session: await pauses.pause(callerOf(res), params.session_id),
    }));

    serve('POST /api/sessions/:session_id/resume', async ({ params, res }) => ({
      session: await pauses.resume(callerOf(res), params.session_id),
    }));
  };
