import type { Logger } from '@convomatic/kit/logger';
import { setTimeout as pause } from 'node:timers/promises';

export type LoopNeeds = { name: string; everyMs: number; run: () => Promise<unknown>; logger: Logger };

/** Ends it once the turn that runs is over. */
export type Stop = () => Promise<void>;

export type Loop = {
  stop: Stop;
  /** The next turn begins at once, or when the one that runs is over. */
  wake: () => void;
};

const longestPauseMs = 5_000;

/** The rest of the turn's time, or after failures a pause that doubles. */
export const pauseAfter = (
  everyMs: number,
  { failures, tookMs }: { failures: number; tookMs: number },
): number =>
  failures === 0
    ? Math.max(0, everyMs - tookMs)
    : Math.min(longestPauseMs, everyMs * 2 ** Math.min(failures, 10));

/** Runs again and again, never beside itself; a turn that fails is logged, and the next one waits longer. */
export const startLoop = ({ name, everyMs, run, logger }: LoopNeeds): Loop => {
  const stopping = new AbortController();
  let pausing = new AbortController();

  const turn = async (failures: number): Promise<number> => {
    try {
      await run();
      return 0;
    } catch (error) {
      logger.warn({ err: error, loop: name, failures: failures + 1 }, 'a turn failed');
      return failures + 1;
    }
  };

  const live = async (): Promise<void> => {
    let failures = 0;
    while (!stopping.signal.aborted) {
      pausing = new AbortController();
      const startedAt = performance.now();
      failures = await turn(failures);
      const ms = pauseAfter(everyMs, { failures, tookMs: performance.now() - startedAt });
      // The pause rejects when the loop is woken, or stopped, which the condition above sees.
      await pause(ms, undefined, { signal: pausing.signal }).catch(() => undefined);
    }
  };

  const life = live();
  const wake = (): void => {
    pausing.abort();
  };
  return {
    wake,
    stop: async () => {
      stopping.abort();
      wake();
      await life;
    },
  };
};
