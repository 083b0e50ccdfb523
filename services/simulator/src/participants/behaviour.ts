import type { Chance } from '../platform/chance.ts';
import { createActing } from './acts.ts';
import type { Habit } from './habits.ts';
import type { Line } from './line.ts';
import { createManners } from './manners.ts';
import type { createPage } from './page.ts';
import type { Seat } from './seat.ts';
import { createVoice } from './voice.ts';

interface Needs {
  name: string;
  habit: Habit;
  chance: Chance;
  line: Line | null;
  page: ReturnType<typeof createPage>;
  seat: Seat;
  /** The person has left the talk. */
  gone: () => void;
  signal: AbortSignal;
}

/** Everything that one person does at the page: answers what it asks, talks, and acts by habit. */
export const createBehaviour = (needs: Needs) => {
  const { chance, page, seat, signal } = needs;
  const { screen } = page;
  const voice = createVoice(needs);
  const manners = createManners({
    ...{ chance: chance.branch('manners'), seat, screen, signal },
    show: page.showParticipant,
    failed: (error) => screen.faults.push(`an answer was refused: ${String(error)}`),
  });
  const restlessness = createActing({ ...needs, ...voice, chance: chance.branch('restlessness') });

  return {
    outbox: voice.outbox,
    /** Looks at the screen. */
    follow: (): void => {
      manners.follow();
      voice.conversation.follow(screen.session);
      restlessness.follow(screen.session);
    },
    /** Nothing begins any more; resolves when what has begun is done. */
    end: (): Promise<void> => {
      voice.conversation.end();
      return restlessness.end();
    },
  };
};
