import { callerOf } from '../platform/caller.ts';
import type { AddRoutes } from '../platform/serve.ts';
import type { Watches } from './watches.service.ts';

export const createWatchesRoutes =
  ({ watches }: { watches: Watches }): AddRoutes =>
  (serve) => {
    serve('POST /api/sessions/:session_id/watch', async ({ params, body, res }) => {
      await watches.watch(callerOf(res), { ...params, ...body });
      return undefined;
    });
  };
