import { callerOf, participantOf } from '../platform/caller.ts';
import type { AddRoutes } from '../platform/serve.ts';
import type { Outcomes } from './outcomes.service.ts';

export const createOutcomesRoutes =
  ({ outcomes }: { outcomes: Outcomes }): AddRoutes =>
  (serve) => {
    serve('POST /api/participants/me/leave', async ({ res }) => ({
      participant: await outcomes.leave(participantOf(res).id),
    }));

    serve('POST /api/participants/:participant_id/remove', async ({ params, body, res }) => ({
      participant: await outcomes.remove(callerOf(res), params.participant_id, body.reason ?? null),
    }));

    serve('POST /api/sessions/:session_id/close', async ({ params, res }) => ({
      session: await outcomes.close(callerOf(res), params.session_id),
    }));
  };
