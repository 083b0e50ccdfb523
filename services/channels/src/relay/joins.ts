import type { PositionsMessage } from '@convomatic/contracts';
import { socketEvents } from '@convomatic/contracts/names';
import type { Position } from '@convomatic/contracts/names';
import type { Logger } from '@convomatic/kit/logger';
import type { LocalRoom, LocalRooms } from '../local-rooms.ts';
import type { Meters } from '../meters.ts';
import type { Connection } from '../socket.ts';
import type { CheckedLog } from './checked-log.ts';
import type { Delivery } from './delivery.ts';
import { isStill } from './join.ts';
import type { Answered, Join } from './join.ts';
import { createReadJoin } from './read-join.ts';
import { createSendJoin } from './send-join.ts';
import type { Streams } from './streams.ts';

interface JoinsNeeds {
  localRooms: LocalRooms;
  log: Pick<CheckedLog, 'read'>;
  streams: Streams;
  delivery: Delivery;
  onLive: (connection: Connection, room: LocalRoom) => void;
  meters: Meters;
  logger: Logger;
}

/** Bounds what one connection may have read into memory. */
const roomsAtOnce = 8;

const tell = (connection: Connection, answered: Answered[]): void => {
  const message: PositionsMessage = { rooms: {}, server_time: new Date().toISOString() };
  for (const { room, resumed } of answered) {
    const { status, epoch, seq } = resumed;
    message.rooms[room.name] = { status, epoch, seq };
  }
  connection.socket.emit(socketEvents.positions, message);
};

/** Brings connections into rooms: where the room stands, what was missed, what came meanwhile, live (CH24). */
export function createJoins(needs: JoinsNeeds) {
  const { localRooms, logger } = needs;
  const read = createReadJoin(needs);
  const send = createSendJoin(needs);

  const run = async (connection: Connection, joins: Join[]): Promise<void> => {
    try {
      for (let at = 0; at < joins.length; at += roomsAtOnce) {
        const answered = await Promise.all(
          joins
            .slice(at, at + roomsAtOnce)
            .filter(isStill)
            .map(read),
        );
        const current = answered.filter(isStill);
        if (current.length > 0) tell(connection, current);
        for (const join of current) await send(join);
      }
    } catch (error) {
      logger.warn({ err: error }, 'a connection could not be brought up to date');
      connection.cut('recovery_failed');
    }
  };

  return {
    /** Of rooms that the connection is in; those that it is on its way into already are left to that. */
    begin: (connection: Connection, wanted: Map<string, Position | null>): void => {
      const joins: Join[] = [];
      for (const [name, position] of wanted) {
        const room = localRooms.find(name);
        const backlog = room?.has(connection) ? room.hold(connection) : undefined;
        if (room && backlog) joins.push({ connection, room, position, backlog });
      }
      if (joins.length > 0) void run(connection, joins);
    },
  };
}
