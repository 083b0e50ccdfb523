import { participantOf } from '../platform/caller.ts';
import type { AddRoutes } from '../platform/serve.ts';
import type { Consents } from './consents.service.ts';

export const createConsentRoutes =
  ({ consents }: { consents: Consents }): AddRoutes =>
  (serve) => {
    serve('POST /api/participants/me/consent', async ({ body, res }) => ({
      participant: await consents.answer({ ...body, participant_id: participantOf(res).id }),
    }));
  };
