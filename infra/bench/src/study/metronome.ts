import type { Database } from '@convomatic/kit/database';

const everyMs = 100;

/**
 * How late a machine does anything at all: a timer in an idle process, and one empty query when it fires. Answers what
 * ends it and gives the milliseconds from each moment to the query's answer.
 */
export function startMetronome({ pool }: Database): () => number[] {
  const began = performance.now();
  const late: number[] = [];
  let beats = 0;
  let timer: NodeJS.Timeout;
  const beat = (): void => {
    beats += 1;
    const dueAt = began + beats * everyMs;
    timer = setTimeout(
      () => {
        void pool.query('select').then(() => late.push(performance.now() - dueAt));
        beat();
      },
      Math.max(0, dueAt - performance.now()),
    );
  };
  beat();
  return () => {
    clearTimeout(timer);
    return late;
  };
}
