import type { Chance } from '../platform/chance.ts';
import { createOutbox } from '../messages/index.ts';
import { createConversation } from './conversation.ts';
import { createPage } from './page.ts';
import type { Screen } from './screen.ts';
import { createSeat } from './seat.ts';

interface Needs {
  address: string;
  slug: string;
  name: string;
  externalId: string;
  chance: Chance;
  changed: (screen: Screen) => void;
}

/** One person: a seat, a page and things to say. */
export const createParticipant = ({ address, slug, name, externalId, chance, changed }: Needs) => {
  const leaving = new AbortController();
  const over = Promise.withResolvers<undefined>();
  const seat = createSeat({ address, slug, externalId });
  const page = createPage({
    address,
    seat,
    changed: (screen) => {
      conversation.follow(screen.session);
      changed(screen);
      if (screen.isOver) over.resolve(undefined);
    },
    failed: (error) => {
      page.screen.faults.push(`the page was refused: ${String(error)}`);
      over.resolve(undefined);
    },
  });
  const { now, screen } = page;
  const outbox = createOutbox({ signal: leaving.signal, now, post: seat.post });
  const conversation = createConversation({ chance, name, now, say: outbox.send });

  return {
    name,
    screen,
    outbox,
    missing: seat.missing,
    /** Resolves when the talk is closed and the outcome shown, or the page was refused, which is a fault. */
    over: over.promise,
    arrive: async (signal: AbortSignal): Promise<void> => {
      page.open(await seat.join(AbortSignal.any([leaving.signal, signal])));
    },
    /** Closes the page, and gives the seat up if the talk is not over. */
    leave: async (): Promise<void> => {
      leaving.abort();
      conversation.end();
      page.close();
      if (seat.isTaken() && !screen.isOver) await seat.leave();
    },
  };
};

export type Participant = ReturnType<typeof createParticipant>;
