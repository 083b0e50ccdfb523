import type { Position } from '@convomatic/contracts/names';
import type { Backlog } from '../backlog.ts';
import type { LocalRoom, Passage } from '../local-rooms.ts';
import type { Resumed } from '../recovery/index.ts';
import type { Connection } from '../socket.ts';

/** A room that a connection is on its way into. */
export interface Join {
  connection: Connection;
  room: LocalRoom;
  position: Position | null;
  backlog: Backlog;
}

/** With what the log said. */
export interface Answered extends Join {
  resumed: Resumed<Passage>;
  /** What waits and is not above it was recovered, or known before. */
  sentUpTo: number;
}

/** It may have left, or come again, while something was read or written. */
export const isStill = ({ connection, room, backlog }: Join): boolean =>
  room.joining?.get(connection) === backlog;
