import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { id, idParam, timestamp } from './scalars.ts';

const number = z.int().nonnegative();

/** What was erased of one person: how many of each, and nothing of what it was. */
export const erasure = z.object({
  receipt_id: id,
  /** The random id under which the person stands in exports, before and after. */
  public_id: z.uuid(),
  erased: z.object({
    /** Written by the person, or to the person alone. */
    messages: number,
    /** Records of events, which keep their numbers. */
    events: number,
    external_ids: number,
    absences: number,
    /** About the person, or one of the person's messages. */
    notes: number,
    participant_tokens: number,
  }),
  at: timestamp,
});
export type Erasure = z.infer<typeof erasure>;

const ofParticipant = z.strictObject({ participant_id: idParam });

export const erasureEndpoints = defineEndpoints({
  /**
   * Erases what there is of one participant: words, name, external ids, metadata, absences and notes about them. What
   * happened keeps its numbers, and the answer to the consent stays as a fact. Asked again it gives the same receipt.
   * 409 while the person is in a talk: remove them first.
   */
  'DELETE /api/participants/:participant_id': {
    access: 'login',
    action: 'participant.erase',
    params: ofParticipant,
    response: erasure,
  },
  /** Erases the ids that recruiters gave, and nothing else; with them goes the way back into the same seat. */
  'DELETE /api/participants/:participant_id/external-id': {
    access: 'login',
    action: 'participant.erase',
    params: ofParticipant,
    response: erasure,
  },
});
