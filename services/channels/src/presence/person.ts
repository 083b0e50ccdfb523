import type { LocalRoom } from '../local-rooms.ts';
import type { Connection } from '../socket.ts';

export interface Person {
  id: number;
  leaseKey: string;
}

/** Who is seen in a group's room through this connection; nobody where it only watches, or where no lease says so. */
export function personIn(connection: Connection, room: string): Person | null {
  const { id, lease_key: leaseKey } = connection.identity?.user ?? {};
  const groupId = Number(room.slice('group-'.length));
  return id !== undefined && leaseKey && connection.isMemberOf(groupId) ? { id, leaseKey } : null;
}

/** Everyone who is seen in a room by a connection of this node. */
export const peopleIn = (room: LocalRoom): Person[] =>
  room.members.flatMap((member) => personIn(member, room.name) ?? []);
