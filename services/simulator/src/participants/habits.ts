import type { Session } from '@convomatic/contracts';
import type { Chance } from '../platform/chance.ts';

/** What people do in the middle of a talk beside talking. */
export type Habit = 'stays' | 'drops' | 'reloads' | 'gives up';

export type Acts = Record<Exclude<Habit, 'stays'>, () => Promise<void>>;

const shares: Record<keyof Acts, number> = { drops: 0.15, reloads: 0.1, 'gives up': 0.02 };
/** A few who come to fill a group for somebody in a browser are there until its end. */
const fewestToGiveUp = 30;

/** Habits that need what is not there are left out. */
export const habitOf = (chance: Chance, { count, canBreak }: { count: number; canBreak: boolean }): Habit => {
  const drawn = chance.next();
  let below = 0;
  for (const [habit, share] of Object.entries(shares) as [keyof Acts, number][]) {
    const isAble = habit === 'drops' ? canBreak : habit === 'reloads' || count >= fewestToGiveUp;
    if (drawn >= below && drawn < below + share) return isAble ? habit : 'stays';
    below += share;
  }
  return 'stays';
};

interface Needs {
  chance: Chance;
  habit: Habit;
  now: () => number;
  acts: Acts;
  /** An act of the person's that the system did not allow. */
  failed: (error: unknown) => void;
}

const earliest = 0.1;
const latest = 0.8;

/** Lets one person act by habit once, at some moment of the talk. */
export const createRestlessness = ({ chance, habit, now, acts, failed }: Needs) => {
  let timer: NodeJS.Timeout | undefined;
  let isDone = false;
  let underway: Promise<void> = Promise.resolve();

  return {
    follow: (session: Session | null): void => {
      if (habit === 'stays' || isDone || session?.state !== 'active' || !session.ends_at) return;
      isDone = true;
      const spanMs = Math.max(0, Date.parse(session.ends_at) - now());
      timer = setTimeout(
        () => {
          underway = acts[habit]().catch(failed);
        },
        spanMs * chance.between(earliest, latest),
      );
    },
    /** Nothing begins any more; resolves when what has begun is done. */
    end: (): Promise<void> => {
      clearTimeout(timer);
      isDone = true;
      return underway;
    },
  };
};
