import type { Logger } from '@convomatic/kit/logger';
import type { LocalRoom, LocalRooms, Passage } from '../local-rooms.ts';
import type { Meters } from '../meters.ts';
import { fill, receive, release } from '../recovery/index.ts';
import type { RoomLog } from '../recovery/index.ts';
import type { CheckedLog } from './checked-log.ts';
import type { RoomWriter } from './room-writer.ts';

interface StreamsNeeds {
  localRooms: LocalRooms;
  log: Pick<CheckedLog, 'read' | 'head'>;
  writer: RoomWriter;
  meters: Meters;
  logger: Logger;
}

/**
 * Passes each room's events on in order: what is missing is read from the log, and what the log does not have is a
 * reset. The rules are in recovery/; here they meet Redis and the connections.
 */
export function createStreams({ localRooms, log, writer, meters, logger }: StreamsNeeds) {
  const readLog = async ({ name, numbers }: LocalRoom): Promise<RoomLog<Passage>> => {
    if (numbers.isKnown) return log.read({ room: name, after: numbers.seq });
    const head = await log.head(name);
    return head && { ...head, first: head.top + 1, entries: [] };
  };

  const readOnce = async (room: LocalRoom): Promise<void> => {
    const filled = fill(room.numbers, await readLog(room));
    meters.fills.inc({ outcome: filled.reset ?? 'filled' });
    for (const passage of filled.pass) writer.passOn(room, passage);
    writer.reset(room, filled);
  };

  const readUntilWhole = async (room: LocalRoom): Promise<void> => {
    try {
      await readOnce(room);
      while (room.numbers.held.length > 0 && localRooms.isOpen(room)) await readOnce(room);
    } catch (error) {
      // The next look at the heads tries again.
      logger.warn({ err: error, room: room.name }, 'a room could not be read from the log');
    } finally {
      room.filling = null;
    }
  };

  /** Reads what this node has missed of a room, if it has missed something. */
  const catchUp = (room: LocalRoom): Promise<void> => (room.filling ??= readUntilWhole(room));

  return {
    catchUp,
    /** From here on the node knows what follows in a room. Rejects when the log cannot be read. */
    open: async (room: LocalRoom): Promise<void> => {
      if (!room.numbers.isKnown) await catchUp(room);
      if (!room.numbers.isKnown) throw new Error('the log cannot be read');
    },
    accept: (room: LocalRoom, passage: Passage): void => {
      const verdict = receive(room.numbers, passage);
      if (verdict === 'fill') void catchUp(room);
      if (verdict === 'drop') meters.duplicates.inc();
      if (verdict !== 'pass') return;
      writer.passOn(room, passage);
      if (room.numbers.held.length > 0) for (const next of release(room.numbers)) writer.passOn(room, next);
    },
  };
}

export type Streams = ReturnType<typeof createStreams>;
