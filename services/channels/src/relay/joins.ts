import type { PositionsMessage } from '@convomatic/contracts';
import { socketEvents } from '@convomatic/contracts/names';
import type { Position } from '@convomatic/contracts/names';
import type { EventLog } from '@convomatic/kit/event-log/event-log';
import type { Logger } from '@convomatic/kit/logger';
import type { LocalRoom, LocalRooms, Passage } from '../local-rooms.ts';
import type { Meters } from '../meters.ts';
import { resume } from '../recovery/index.ts';
import type { Resumed, RoomLog } from '../recovery/index.ts';
import type { Connection } from '../socket.ts';
import { writePages } from './pages.ts';
import { eventNameOf } from './room-writer.ts';
import type { SlowConsumers } from './slow-consumers.ts';
import type { Streams } from './streams.ts';

interface JoinsNeeds {
  localRooms: LocalRooms;
  log: Pick<EventLog, 'read'>;
  streams: Streams;
  slowConsumers: SlowConsumers;
  meters: Meters;
  logger: Logger;
}

/** A room that a connection is on its way into. */
interface Join {
  room: LocalRoom;
  position: Position | null;
  held: string[];
}

type Answered = Join & { resumed: Resumed<Passage> };

/** Bounds what one connection may have read into memory. */
const roomsAtOnce = 8;

const isAtEnd = ({ numbers }: LocalRoom, position: Position | null): boolean =>
  numbers.epoch !== 0 && (!position || (numbers.epoch === position.epoch && numbers.seq === position.seq));

/** It may have left, or come again, while something was read. */
const isStill = (connection: Connection, { room, held }: Join): boolean =>
  room.joining?.get(connection) === held;

const tell = (connection: Connection, answered: Answered[]): void => {
  const message: PositionsMessage = { rooms: {}, server_time: new Date().toISOString() };
  for (const { room, resumed } of answered) {
    const { status, epoch, seq } = resumed;
    message.rooms[room.name] = { status, epoch, seq };
  }
  connection.socket.emit(socketEvents.positions, message);
};

/** What was missed, then what came meanwhile; what comes while a page drains waits for its turn. */
const send = async (connection: Connection, { room, held, resumed }: Answered): Promise<void> => {
  const name = eventNameOf(room.name);
  await writePages(
    connection,
    name,
    resumed.events.map(({ text }) => text),
  );
  while (held.length > 0) await writePages(connection, name, held.splice(0));
};

/** Brings connections into rooms: where the room stands, what was missed, what came meanwhile, live (CH24). */
export function createJoins({ localRooms, log, streams, slowConsumers, meters, logger }: JoinsNeeds) {
  const readLog = async ({ room, position }: Join): Promise<RoomLog<Passage>> => {
    const { epoch, seq } = room.numbers;
    // Most have missed nothing; the node knows that without Redis.
    if (isAtEnd(room, position)) return { epoch, top: seq, first: seq + 1, entries: [] };
    return log.read({ room: room.name, after: position?.seq ?? seq });
  };

  const answer = async (join: Join): Promise<Answered> => {
    while (!join.room.numbers.isKnown && localRooms.isOpen(join.room)) await streams.catchUp(join.room);
    const resumed = resume(join.position, await readLog(join), join.room.numbers);
    meters.resumes.inc({ status: resumed.status });
    return { ...join, resumed };
  };

  const run = async (connection: Connection, joins: Join[]): Promise<void> => {
    for (let at = 0; at < joins.length; at += roomsAtOnce) {
      const answered = await Promise.all(joins.slice(at, at + roomsAtOnce).map(answer));
      const current = answered.filter((join) => isStill(connection, join));
      if (current.length === 0) continue;
      tell(connection, current);
      for (const join of current) {
        await send(connection, join);
        if (isStill(connection, join)) join.room.settle(connection);
      }
    }
  };

  const runPaged = async (connection: Connection, joins: Join[]): Promise<void> => {
    slowConsumers.setPaged(connection, true);
    try {
      await run(connection, joins);
    } catch (error) {
      logger.warn({ err: error }, 'a connection could not be brought up to date');
      connection.cut('recovery_failed');
    } finally {
      slowConsumers.setPaged(connection, false);
    }
  };

  return {
    /** Of rooms that the connection is in; those that it is on its way into already are left to that. */
    begin: (connection: Connection, wanted: Map<string, Position | null>): void => {
      const joins: Join[] = [];
      for (const [name, position] of wanted) {
        const room = localRooms.find(name);
        const held = room?.has(connection) ? room.hold(connection) : undefined;
        if (room && held) joins.push({ room, position, held });
      }
      if (joins.length > 0) void runPaged(connection, joins);
    },
  };
}

export type Joins = ReturnType<typeof createJoins>;
