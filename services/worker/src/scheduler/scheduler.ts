import { dueKinds } from '@convomatic/api/jobs';
import type { DueKind, DueRow, DueRows } from '@convomatic/api/jobs';
import type { Logger } from '@convomatic/kit/logger';
import { startLoop } from '../loops/index.ts';
import type { Stop } from '../loops/index.ts';
import { createLane } from './lane.ts';
import type { Lane } from './lane.ts';

type Needs = {
  dueRows: DueRows;
  logger: Logger;
  onDone: (done: { kind: DueKind; lateMs: number }) => void;
};

/** A row that this process knows, by times of its own monotonic clock; after a failure it is tried later than due. */
type Armed = { dueAt: number; tryAt: number; timer: NodeJS.Timeout | null };

const readEveryMs = 250;
const readAheadMs = 1_000;

export type Scheduler = {
  /** Reads what is due soon at once, such as when sessions have just started. */
  look: () => Promise<void>;
  stop: Stop;
};

/**
 * Does things at their time. Every worker arms a timer for every row, and claims it at the moment, so that one which
 * is killed or frozen costs nothing. Times are those of the database: it is asked how long it is until a row is due.
 */
export const startScheduler = ({ dueRows, logger, onDone }: Needs): Scheduler => {
  const armed = new Map<number, Armed>();

  const claim = async (kind: DueKind, ids: number[]): Promise<void> => {
    try {
      const done = await dueRows.claim(kind, ids);
      for (const { id } of done) onDone({ kind, lateMs: performance.now() - (armed.get(id)?.dueAt ?? 0) });
    } catch (error) {
      logger.warn({ err: error, kind, count: ids.length }, 'what is due waits for the next turn');
    }
    // Forgotten either way: a row that was not done is read again.
    for (const id of ids) armed.delete(id);
  };

  const laneOf = (kind: DueKind): [DueKind, Lane] => [kind, createLane((ids) => claim(kind, ids))];
  const lanes = new Map(dueKinds.map(laneOf));

  const arm = ({ id, kind }: Pick<DueRow, 'id' | 'kind'>, times: Omit<Armed, 'timer'>): void => {
    const fire = (): void => {
      // A timer may fire a little before its time, and nothing is ever early.
      if (performance.now() < times.tryAt) {
        arm({ id, kind }, times);
        return;
      }
      armed.set(id, { ...times, timer: null });
      lanes.get(kind)?.push(id);
    };
    const inMs = Math.max(0, Math.ceil(times.tryAt - performance.now()));
    armed.set(id, { ...times, timer: setTimeout(fire, inMs) });
  };

  const read = async (): Promise<void> => {
    const rows = await dueRows.listSoon(readAheadMs);
    // The database looked at its clock a little before: so this is never early, and the earliest of several is best.
    const now = performance.now();
    for (const row of rows) {
      const known = armed.get(row.id);
      const [dueAt, tryAt] = [now + row.in_ms, now + row.try_in_ms];
      if (known && (known.timer === null || known.tryAt <= tryAt)) continue;
      clearTimeout(known?.timer ?? undefined);
      arm(row, { dueAt, tryAt });
    }
  };

  const reading = startLoop({ name: 'scheduler', everyMs: readEveryMs, run: read, logger });
  return {
    look: read,
    stop: async () => {
      await reading.stop();
      for (const { timer } of armed.values()) clearTimeout(timer ?? undefined);
      await Promise.all([...lanes.values()].map((lane) => lane.idle()));
    },
  };
};
