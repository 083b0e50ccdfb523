import { callerOf } from '../platform/caller.ts';
import type { AddRoutes } from '../platform/serve.ts';
import type { Erasures } from './erasures.service.ts';

export const createErasureRoutes =
  ({ erasures }: { erasures: Erasures }): AddRoutes =>
  (serve) => {
    serve('DELETE /api/participants/:participant_id', ({ params, res }) =>
      erasures.eraseParticipant(callerOf(res), params.participant_id),
    );

    serve('DELETE /api/participants/:participant_id/external-id', ({ params, res }) =>
      erasures.eraseExternalIds(callerOf(res), params.participant_id),
    );
  };
