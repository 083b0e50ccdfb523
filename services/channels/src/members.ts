import type { Connection } from './socket.ts';

const nobody: ReadonlySet<Connection> = new Set();

/**
 * The local connections of each room. Our own lists instead of Socket.IO's rooms: a message is published to every
 * node, so with an adapter `io.to` would deliver as many copies as there are nodes.
 */
export function createMembers() {
  const lists = new Map<string, Set<Connection>>();

  const join = (connection: Connection, room: string): boolean => {
    if (connection.rooms.has(room)) return false;
    connection.rooms.add(room);
    const list = lists.get(room);
    if (list) list.add(connection);
    else lists.set(room, new Set([connection]));
    return true;
  };

  const leave = (connection: Connection, room: string): boolean => {
    if (!connection.rooms.delete(room)) return false;
    const list = lists.get(room);
    list?.delete(connection);
    if (list?.size === 0) lists.delete(room);
    return true;
  };

  return {
    join,
    leave,
    leaveAll: (connection: Connection): void => {
      for (const room of connection.rooms) leave(connection, room);
    },
    of: (room: string): ReadonlySet<Connection> => lists.get(room) ?? nobody,
    rooms: (): number => lists.size,
  };
}

export type Members = ReturnType<typeof createMembers>;
