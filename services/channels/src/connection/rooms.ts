import type { CurrentUser } from '@convomatic/contracts';
import { groupRoom, noticeRoom, userRoom } from '@convomatic/contracts/names';
import type { Position } from '@convomatic/contracts/names';
import type { LocalRooms } from '../local-rooms.ts';
import type { Connection, Identity, MembershipChange } from '../socket.ts';

const watchesAConnection = 16;

/** Groups of a person: what the value says, corrected by the events that are newer than it. */
function groupsOf({ group_ids }: CurrentUser, changes: Connection['changes']): Set<number> {
  const groups = new Set(group_ids);
  for (const [groupId, { isMember }] of changes) {
    if (isMember) groups.add(groupId);
    else groups.delete(groupId);
  }
  return groups;
}

/** How many rooms a connection may be in; more is no honest use. */
const roomsAConnection = 256;

interface RoomsNeeds {
  localRooms: LocalRooms;
  /** Tells the client where its new rooms stand, and sends what it missed. */
  bringIn: (connection: Connection, wanted: Map<string, Position | null>) => void;
  /** For those who are told nothing: the node has to know where a room begins. */
  open: (room: string) => void;
}

/** Which rooms a connection is in. A group's room may be there by membership, by a watch, or by both. */
export function createRooms({ localRooms, bringIn, open }: RoomsNeeds) {
  const memberRooms = ({ identity, changes }: Connection): Set<string> => {
    if (!identity) return new Set([noticeRoom]);
    const groups = [...groupsOf(identity.user, changes)].map(groupRoom);
    return new Set([noticeRoom, userRoom(identity.user.id), ...groups]);
  };

  const enterAll = (connection: Connection, names: string[]): string[] => {
    const free = roomsAConnection - connection.rooms.size;
    const entered = names.filter((name) => !connection.rooms.has(name)).slice(0, free);
    for (const name of entered) localRooms.join(connection, name);
    const { positions } = connection;
    if (positions) bringIn(connection, new Map(entered.map((name) => [name, positions.get(name) ?? null])));
    else entered.forEach(open);
    return entered;
  };

  /** Joins and leaves so that the rooms are those of the identity, and answers which are new. */
  const settle = (connection: Connection): string[] => {
    const wanted = memberRooms(connection);
    for (const groupId of connection.watched) wanted.add(groupRoom(groupId));
    for (const room of connection.rooms) if (!wanted.has(room)) localRooms.leave(connection, room);
    return enterAll(connection, [...wanted]);
  };

  return {
    enter: settle,
    /** Takes a newer value of the token; events that it contains have had their effect. */
    update: (connection: Connection, identity: Identity): string[] => {
      connection.identity = identity;
      for (const [groupId, { seq }] of connection.changes) {
        if (seq <= (identity.user.seq ?? Infinity)) connection.changes.delete(groupId);
      }
      return settle(connection);
    },
    /** An event that is published twice, or that the value contains already, changes nothing. */
    setMember: (connection: Connection, groupId: number, change: MembershipChange): void => {
      const known = connection.changes.get(groupId)?.seq ?? connection.identity?.user.seq ?? 0;
      if (change.seq <= known) return;
      connection.changes.set(groupId, change);
      settle(connection);
    },
    /** False when the connection has as many as it may. */
    watch: (connection: Connection, groupId: number): boolean => {
      if (connection.watched.size >= watchesAConnection && !connection.watched.has(groupId)) return false;
      connection.watched.add(groupId);
      enterAll(connection, [groupRoom(groupId)]);
      return true;
    },
    unwatch: (connection: Connection, groupId: number): void => {
      connection.watched.delete(groupId);
      settle(connection);
    },
  };
}

export type Rooms = ReturnType<typeof createRooms>;
