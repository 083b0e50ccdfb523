import type { EventLog, LogHead } from '@convomatic/kit/event-log/event-log';
import type { Logger } from '@convomatic/kit/logger';
import type { LocalRoom, LocalRooms } from '../local-rooms.ts';
import { isAhead, isBehind, stepBack } from '../recovery/index.ts';
import type { RoomWriter } from './room-writer.ts';
import type { Streams } from './streams.ts';

interface HeadCheckNeeds {
  localRooms: LocalRooms;
  log: Pick<EventLog, 'heads'>;
  streams: Streams;
  writer: RoomWriter;
  logger: Logger;
  everyMs?: number;
}

const fiveSeconds = 5_000;
const atOnce = 500;

/** CH27: compares where this node stands in its rooms with the heads in Redis. */
export function createHeadCheck(needs: HeadCheckNeeds) {
  const { localRooms, log, streams, writer, logger, everyMs = fiveSeconds } = needs;
  const ahead = new WeakSet<LocalRoom>();
  let checking: Promise<void> | null = null;

  /** The worker gives a log back what it lost; what is ahead of it for longer never was an event. */
  const lookAhead = (room: LocalRoom, head: LogHead | null): void => {
    if (!head || !isAhead(room.numbers, head)) ahead.delete(room);
    else if (ahead.has(room)) writer.reset(room, stepBack(room.numbers, head));
    else ahead.add(room);
  };

  const checkSome = async (some: LocalRoom[]): Promise<void> => {
    const heads = await log.heads(some.map(({ name }) => name));
    for (const [index, room] of some.entries()) {
      const head = heads[index] ?? null;
      if (!localRooms.isOpen(room)) continue;
      if (isBehind(room.numbers, head)) void streams.catchUp(room);
      lookAhead(room, head);
    }
  };

  const checkAll = async (): Promise<void> => {
    try {
      const all = [...localRooms.all()];
      for (let at = 0; at < all.length; at += atOnce) await checkSome(all.slice(at, at + atOnce));
    } catch (error) {
      logger.warn({ err: error }, 'heads could not be compared');
    } finally {
      checking = null;
    }
  };

  const check = (): Promise<void> => (checking ??= checkAll());
  const timer = setInterval(() => void check(), everyMs);

  return {
    check,
    close: (): void => {
      clearInterval(timer);
    },
  };
}

export type HeadCheck = ReturnType<typeof createHeadCheck>;
