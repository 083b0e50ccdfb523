import { socketEvents } from '@convomatic/contracts/names';
import type { LocalRooms } from '../local-rooms.ts';
import type { Connection } from '../socket.ts';
import { Roster } from './roster.ts';

const gatherMs = 100;

/** The groups whose people are listed here, because connections of ours are in them, and what those are told. */
export function createFollowed(localRooms: LocalRooms) {
  const groups = new Map<string, { roster: Roster; audience: number }>();
  const changed = new Set<string>();
  let telling: NodeJS.Timeout | undefined;

  const tellOne = ({ socket }: Connection, room: string): void => {
    const group = groups.get(room);
    if (group) socket.emit(socketEvents.presence, { room, user_ids: group.roster.userIds });
  };

  const tell = (): void => {
    telling = undefined;
    for (const room of changed) {
      for (const connection of localRooms.find(room)?.live ?? [])
        if (connection.isOurs) tellOne(connection, room);
    }
    changed.clear();
  };

  return {
    tellOne,
    rosters: (): [room: string, roster: Roster][] =>
      [...groups].map(([room, { roster }]) => [room, roster] as const),
    names: (): Iterable<string> => groups.keys(),
    /** A connection of ours has come in; true when it is the first. */
    enter: (room: string): boolean => {
      const group = groups.get(room) ?? { roster: new Roster(), audience: 0 };
      groups.set(room, group);
      group.audience += 1;
      return group.audience === 1;
    },
    leave: (room: string): void => {
      const group = groups.get(room);
      if (!group) return;
      group.audience -= 1;
      if (group.audience === 0) groups.delete(room);
    },
    /** Changes a list, if there is one, and tells of it when it did change. */
    change: (room: string, change: (roster: Roster) => boolean): void => {
      const group = groups.get(room);
      if (!group || !change(group.roster)) return;
      changed.add(room);
      telling ??= setTimeout(tell, gatherMs);
    },
    close: (): void => {
      clearTimeout(telling);
    },
  };
}

export type FollowedGroups = ReturnType<typeof createFollowed>;
