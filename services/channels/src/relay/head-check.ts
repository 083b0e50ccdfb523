import type { LogHead } from '@convomatic/kit/event-log/event-log';
import type { Logger } from '@convomatic/kit/logger';
import type { LocalRoom, LocalRooms } from '../local-rooms.ts';
import { isAhead, isBehind, stepBack } from '../recovery/index.ts';
import type { CheckedLog } from './checked-log.ts';
import type { RoomWriter } from './room-writer.ts';
import type { Streams } from './streams.ts';

interface HeadCheckNeeds {
  localRooms: LocalRooms;
  log: Pick<CheckedLog, 'heads'>;
  streams: Streams;
  writer: RoomWriter;
  logger: Logger;
  everyMs?: number;
}

const fiveSeconds = 5_000;
const aheadMs = 10_000;
/** Events wait for what is done with so many. */
const atOnce = 50;

/** Also a reading that failed is made up for. */
const needsReading = ({ numbers }: LocalRoom, head: LogHead | null): boolean =>
  !numbers.isKnown || numbers.held.length > 0 || isBehind(numbers, head);

/** CH27: compares where this node stands in its rooms with the heads in Redis. */
export function createHeadCheck(needs: HeadCheckNeeds) {
  const { localRooms, log, streams, writer, logger, everyMs = fiveSeconds } = needs;
  const aheadSince = new WeakMap<LocalRoom, number>();
  let checking: Promise<void> | null = null;
  let asked = 0;

  /** The worker gives a log back what it lost; what is ahead of it for longer never was an event. */
  const lookAhead = (room: LocalRoom, head: LogHead | null): void => {
    const since = aheadSince.get(room);
    if (!head || !isAhead(room.numbers, head)) aheadSince.delete(room);
    else if (since === undefined) aheadSince.set(room, performance.now());
    else if (performance.now() - since >= aheadMs) writer.reset(room, stepBack(room.numbers, head));
  };

  const checkSome = async (some: LocalRoom[]): Promise<void> => {
    const heads = await log.heads(some.map(({ name }) => name));
    for (const [index, room] of some.entries()) {
      const head = heads[index] ?? null;
      if (!localRooms.isOpen(room)) continue;
      if (needsReading(room, head)) void streams.catchUp(room);
      lookAhead(room, head);
    }
  };

  const checkAll = async (): Promise<void> => {
    try {
      let answered: number;
      do {
        answered = asked;
        const all = [...localRooms.all()];
        for (let at = 0; at < all.length; at += atOnce) await checkSome(all.slice(at, at + atOnce));
      } while (answered !== asked);
    } catch (error) {
      logger.warn({ err: error }, 'heads could not be compared');
    }
  };

  /** Who asks while heads are compared may ask for what happened after they were read. */
  const check = (): Promise<void> => {
    asked += 1;
    // Cleared behind the assignment: without rooms it ends before there is a promise.
    return (checking ??= checkAll().finally(() => {
      checking = null;
    }));
  };
  const timer = setInterval(() => void check(), everyMs);

  return {
    check,
    close: (): void => {
      clearInterval(timer);
    },
  };
}

export type HeadCheck = ReturnType<typeof createHeadCheck>;
