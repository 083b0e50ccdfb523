import { createOutbox } from '../messages/index.ts';
import type { Chance } from '../platform/chance.ts';
import { createConversation } from './conversation.ts';
import type { createPage } from './page.ts';
import type { Seat } from './seat.ts';

interface Needs {
  chance: Chance;
  name: string;
  page: ReturnType<typeof createPage>;
  seat: Seat;
  signal: AbortSignal;
}

/** What one person says, and how it is sent. */
export const createVoice = ({ chance, name, page: { screen, now }, seat, signal }: Needs) => {
  const outbox = createOutbox({ signal, now, post: seat.post });
  const conversation = createConversation({
    chance,
    name,
    now,
    say: (message) => {
      // Nobody can write while a talk pauses.
      if (screen.session?.state === 'active') outbox.send(message);
    },
  });
  return { outbox, conversation };
};

export type Voice = ReturnType<typeof createVoice>;
