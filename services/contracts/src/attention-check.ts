import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { participant } from './participant.ts';
import { idParam, timestamp } from './scalars.ts';

export const attentionCheckEndpoints = defineEndpoints({
  /** Asks everybody in a session whether they are still there; who does not answer in time counts as gone. */
  'POST /api/sessions/:session_id/check-attention': {
    access: 'login',
    action: 'session.check_attention',
    params: z.strictObject({ session_id: idParam }),
    response: z.object({ /** Until when they may answer. */ attention_until: timestamp }),
  },
  /** Still there. Said when nobody asks it changes nothing. */
  'POST /api/participants/me/attention': {
    access: 'participant',
    response: z.object({ participant }),
  },
});
