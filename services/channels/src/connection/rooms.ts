import type { CurrentUser } from '@convomatic/contracts';
import { groupRoom, noticeRoom, userRoom } from '@convomatic/contracts/names';
import type { Members } from '../members.ts';
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

/** Which rooms a connection is in. A group's room may be there by membership, by a watch, or by both. */
export function createRooms(members: Members) {
  const memberRooms = ({ identity, changes }: Connection): Set<string> => {
    if (!identity) return new Set([noticeRoom]);
    const groups = [...groupsOf(identity.user, changes)].map(groupRoom);
    return new Set([noticeRoom, userRoom(identity.user.id), ...groups]);
  };

  /** Joins and leaves so that the rooms are those of the identity, and answers which are new. */
  const settle = (connection: Connection): string[] => {
    const wanted = memberRooms(connection);
    for (const groupId of connection.watched) wanted.add(groupRoom(groupId));
    for (const room of connection.rooms) if (!wanted.has(room)) members.leave(connection, room);
    return [...wanted].filter((room) => members.join(connection, room));
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
      members.join(connection, groupRoom(groupId));
      return true;
    },
    unwatch: (connection: Connection, groupId: number): void => {
      connection.watched.delete(groupId);
      settle(connection);
    },
  };
}

export type Rooms = ReturnType<typeof createRooms>;
