import { callerOf, participantOf } from '../platform/caller.ts';
import type { AddRoutes } from '../platform/serve.ts';
import type { AttentionChecks } from './attention-checks.service.ts';

export const createAttentionChecksRoutes =
  ({ attentionChecks }: { attentionChecks: AttentionChecks }): AddRoutes =>
  (serve) => {
    serve('POST /api/sessions/:session_id/check-attention', ({ params, res }) =>
      attentionChecks.check(callerOf(res), params.session_id),
    );

    serve('POST /api/participants/me/attention', async ({ res }) => ({
      participant: await attentionChecks.answer(participantOf(res).id),
    }));
  };
