import { setTimeout as pause } from 'node:timers/promises';
import type { Chance } from '../platform/chance.ts';
import { createRestlessness } from './habits.ts';
import type { Acts, Habit } from './habits.ts';
import type { Line } from './line.ts';
import type { createPage } from './page.ts';
import type { Seat } from './seat.ts';
import type { Voice } from './voice.ts';

interface Needs extends Voice {
  habit: Habit;
  chance: Chance;
  line: Line | null;
  page: ReturnType<typeof createPage>;
  seat: Seat;
  /** The person has left the talk. */
  gone: () => void;
  signal: AbortSignal;
}

/** Away for less than the shortest grace period: this person comes back in time. */
const awayMs = { shortest: 1_000, longest: 4_500 };

const createActs = ({ chance, line, page, seat, outbox, conversation, gone, signal }: Needs): Acts => ({
  drops: async () => {
    line?.cut();
    const ms = chance.between(awayMs.shortest, awayMs.longest);
    await pause(ms, undefined, { signal }).catch(() => undefined);
    line?.mend();
  },
  reloads: () => page.reload(signal),
  'gives up': async () => {
    conversation.end();
    await outbox.settled();
    if (page.screen.isOver) return;
    page.close();
    page.screen.leave(await seat.leave(signal));
    gone();
  },
});

/** One person's habit, and what it does to the line, the page and the seat. */
export const createActing = (needs: Needs) => {
  const { habit, chance, page, signal } = needs;
  return createRestlessness({
    chance,
    habit,
    now: page.now,
    acts: createActs(needs),
    failed: (error) => {
      if (!signal.aborted) page.screen.faults.push(`${habit}: ${String(error)}`);
    },
  });
};
