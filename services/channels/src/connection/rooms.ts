import type { CurrentUser } from '@convomatic/contracts';
import { groupRoom, noticeRoom, userRoom } from '@convomatic/contracts/names';
import type { Position } from '@convomatic/contracts/names';
import type { LocalRooms } from '../local-rooms.ts';
import type { Meters } from '../meters.ts';
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

const without = <V>(map: ReadonlyMap<number, V>, gone: number): ReadonlyMap<number, V> =>
  new Map([...map].filter(([key]) => key !== gone));

/** A watch lasts as long as the right by which it was begun. */
const endWatches = (connection: Connection, groups: ReadonlySet<number>): void => {
  for (const [groupId, teamId] of connection.watched)
    if (teamId !== null && !groups.has(teamId)) connection.watched = without(connection.watched, groupId);
};

const wantedRooms = (connection: Connection): Set<string> => {
  const { identity, changes } = connection;
  if (!identity) return new Set([noticeRoom]);
  const groups = groupsOf(identity.user, changes);
  endWatches(connection, groups);
  const rooms = [...groups, ...connection.watched.keys()].map(groupRoom);
  return new Set([noticeRoom, userRoom(identity.user.id), ...rooms]);
};

/** How many rooms a connection may be in; more is no honest use. */
const roomsAConnection = 256;

interface RoomsNeeds {
  localRooms: LocalRooms;
  /** Tells the client where its new rooms stand, and sends what it missed. */
  bringIn: (connection: Connection, wanted: Map<string, Position | null>) => void;
  /** For those who are told nothing: the node has to know where a room begins. */
  open: (room: string) => void;
  meters: Meters;
}

type Watched = { group_id: number; team_id?: number | null | undefined };

/** Which rooms a connection is in. A group's room may be there by membership, by a watch, or by both. */
export function createRooms({ localRooms, bringIn, open, meters }: RoomsNeeds) {
  const enterAll = (connection: Connection, names: string[]): string[] => {
    const missing = names.filter((name) => !connection.rooms.includes(name));
    const entered = missing.slice(0, roomsAConnection - connection.rooms.length);
    if (entered.length < missing.length) meters.inbound.inc({ problem: 'rooms' });
    for (const name of entered) localRooms.join(connection, name);
    if (!connection.isOurs) entered.forEach(open);
    else bringIn(connection, new Map(entered.map((name) => [name, connection.positionIn(name)])));
    return entered;
  };

  /** Joins and leaves so that the rooms are those of the identity, and answers which are new; nothing before `enter`. */
  const settle = (connection: Connection): string[] => {
    if (!connection.hasEntered) return [];
    const wanted = wantedRooms(connection);
    for (const room of connection.rooms) if (!wanted.has(room)) localRooms.leave(connection, room);
    return enterAll(connection, [...wanted]);
  };

  return {
    enter: (connection: Connection): void => {
      connection.hasEntered = true;
      settle(connection);
      connection.forgetPosition();
    },
    /** Takes a newer value of the token; events that it contains have had their effect. */
    update: (connection: Connection, identity: Identity): string[] => {
      // Two writers of a value may come in the wrong order.
      if ((identity.user.seq ?? Infinity) < (connection.identity?.user.seq ?? 0)) return [];
      connection.identity = identity;
      for (const [groupId, { seq }] of connection.changes) {
        if (seq <= (identity.user.seq ?? Infinity)) connection.changes = without(connection.changes, groupId);
      }
      return settle(connection);
    },
    /** An event that is published twice, or that the value contains already, changes nothing. */
    setMember: (connection: Connection, groupId: number, change: MembershipChange): void => {
      const known = connection.changes.get(groupId)?.seq ?? connection.identity?.user.seq ?? 0;
      if (change.seq <= known) return;
      connection.changes = new Map(connection.changes).set(groupId, change);
      // Who comes back into a room recovers nothing of the time between.
      if (!change.isMember) connection.forgetPosition(groupRoom(groupId));
      settle(connection);
    },
    /** False when the connection has as many as it may. */
    watch: (connection: Connection, { group_id, team_id = null }: Watched): boolean => {
      if (connection.watched.size >= watchesAConnection && !connection.watched.has(group_id)) return false;
      connection.watched = new Map(connection.watched).set(group_id, team_id);
      settle(connection);
      return true;
    },
    unwatch: (connection: Connection, groupId: number): void => {
      connection.watched = without(connection.watched, groupId);
      settle(connection);
    },
  };
}

export type Rooms = ReturnType<typeof createRooms>;
