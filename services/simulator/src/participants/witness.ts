import type { Witness } from '../reconciliation/index.ts';
import type { Participant } from './participant.ts';

/** What one participant can testify; null for someone who never had a seat. */
export const witnessOf = ({ name, screen, outbox }: Participant): Witness | null =>
  screen.participant && {
    name,
    participant: screen.participant,
    session: screen.session,
    session_ids: [...screen.sessionIds],
    left_after: screen.leftAfter,
    messages: screen.messages,
    prompts: screen.prompts,
    posted: outbox.sent().map(({ client_id, body, accepted, refused }) => ({
      client_id,
      body,
      accepted,
      refused: refused?.code ?? null,
    })),
    faults: screen.faults,
  };
