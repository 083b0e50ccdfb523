import type { Connection } from '../socket.ts';
import { endNow, outflowOf } from './delivery.ts';

/** What is allowed to wait, and beyond it a page of a recovery with the event that filled it. */
const mostUnsentBytes = 256 * 1024 + 2 * 64 * 1024;
const stillMs = 30_000;
const everyMs = 1_000;

interface Progress {
  moved: number;
  /** Since when nothing has left. */
  stillSince: number;
}

/** CH31: ends connections whose peer does not take what it gets; their client resumes in pages, which wait for it. */
export function createSlowConsumers(now: () => number = performance.now.bind(performance)) {
  const behind = new Map<Connection, Progress>();

  const judge = (connection: Connection, progress: Progress): void => {
    const { unsent, moved } = outflowOf(connection);
    if (moved > progress.moved) progress.stillSince = now();
    progress.moved = moved;
    if (unsent === 0 || !connection.socket.connected) behind.delete(connection);
    else if (unsent > mostUnsentBytes || now() - progress.stillSince > stillMs)
      endNow(connection, 'slow_consumer');
  };

  const timer = setInterval(() => {
    for (const [connection, progress] of behind) judge(connection, progress);
  }, everyMs);

  return {
    watch: (connection: Connection): void => {
      if (!behind.has(connection))
        behind.set(connection, { moved: outflowOf(connection).moved, stillSince: now() });
    },
    close: (): void => {
      clearInterval(timer);
    },
  };
}
