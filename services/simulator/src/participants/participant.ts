import type { Chance } from '../platform/chance.ts';
import { createBehaviour } from './behaviour.ts';
import type { Habit } from './habits.ts';
import type { Line } from './line.ts';
import { createPage } from './page.ts';
import type { Screen } from './screen.ts';
import { createSeat } from './seat.ts';

interface Needs {
  address: string;
  /** Of somebody who drops out. */
  line: Line | null;
  slug: string;
  name: string;
  externalId: string;
  habit: Habit;
  chance: Chance;
  changed: (screen: Screen) => void;
}

/** One person: a seat, a page, things to say and a habit. */
export const createParticipant = (needs: Needs) => {
  const { slug, name, externalId, habit, chance, line, changed } = needs;
  const address = line?.url ?? needs.address;
  const leaving = new AbortController();
  const over = Promise.withResolvers<undefined>();
  const gone = (): void => {
    over.resolve(undefined);
  };
  const seat = createSeat({ address, slug, name: `${name} ${externalId}`, externalId });
  const page = createPage({
    address,
    seat,
    changed: (screen) => {
      behaviour.follow();
      changed(screen);
      if (screen.isOver) gone();
    },
    failed: (error) => {
      page.screen.faults.push(`the page was refused: ${String(error)}`);
      gone();
    },
  });
  const { screen } = page;
  const behaviour = createBehaviour({
    ...{ name, habit, chance, line, page, seat, gone },
    signal: leaving.signal,
  });

  return {
    name,
    habit,
    screen,
    outbox: behaviour.outbox,
    missing: seat.missing,
    /** Resolves when the talk is closed and the outcome shown, or the page was refused, which is a fault. */
    over: over.promise,
    arrive: async (signal: AbortSignal): Promise<void> => {
      page.open(await seat.join(AbortSignal.any([leaving.signal, signal])));
    },
    /** Closes the page, and gives the seat up if the talk is not over. */
    leave: async (): Promise<void> => {
      leaving.abort();
      await behaviour.end();
      page.close();
      if (seat.isTaken() && !screen.isOver && !screen.hasLeft) await seat.leave(AbortSignal.timeout(5_000));
      line?.close();
    },
  };
};

export type Participant = ReturnType<typeof createParticipant>;
