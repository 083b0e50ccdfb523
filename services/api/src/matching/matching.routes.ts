import { participantOf } from '../platform/caller.ts';
import type { AddRoutes } from '../platform/serve.ts';
import type { ReadyCheck } from './ready-check.ts';

export const createMatchingRoutes =
  ({ readyCheck }: { readyCheck: ReadyCheck }): AddRoutes =>
  (serve) => {
    serve('POST /api/participants/me/ready', async ({ res }) => ({
      participant: await readyCheck.confirm(participantOf(res).id),
    }));
  };
