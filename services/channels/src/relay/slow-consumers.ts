import type { Connection } from '../socket.ts';
import { unsentBytes } from './delivery.ts';

const mostUnsentBytes = 256 * 1024;
const stillMs = 30_000;
const everyMs = 1_000;

interface Backlog {
  unsent: number;
  /** Since when nothing has left. */
  stillSince: number;
}

/**
 * CH31: ends connections whose peer does not take what it gets; their client resumes in pages, which wait for it. Who is
 * in the middle of a page is given its time.
 */
export function createSlowConsumers(now: () => number = performance.now.bind(performance)) {
  const backlogs = new Map<Connection, Backlog>();
  const paged = new WeakSet<Connection>();

  const isTooSlow = (connection: Connection, backlog: Backlog): boolean =>
    now() - backlog.stillSince > stillMs || (backlog.unsent > mostUnsentBytes && !paged.has(connection));

  const look = (): void => {
    for (const [connection, backlog] of backlogs) {
      const unsent = unsentBytes(connection);
      if (unsent < backlog.unsent) backlog.stillSince = now();
      backlog.unsent = unsent;
      if (unsent === 0 || !connection.socket.connected) backlogs.delete(connection);
      else if (isTooSlow(connection, backlog)) connection.cut('slow_consumer');
    }
  };
  const timer = setInterval(look, everyMs);

  return {
    watch: (connection: Connection): void => {
      if (!backlogs.has(connection)) backlogs.set(connection, { unsent: 0, stillSince: now() });
    },
    /** A page of a recovery is on its way, or has arrived. */
    setPaged: (connection: Connection, isPaged: boolean): void => {
      if (isPaged) paged.add(connection);
      else paged.delete(connection);
    },
    close: (): void => {
      clearInterval(timer);
    },
  };
}

export type SlowConsumers = ReturnType<typeof createSlowConsumers>;
