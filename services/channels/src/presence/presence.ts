import type { Logger } from '@convomatic/kit/logger';
import type { Redis } from '@convomatic/kit/redis';
import type { LocalRoom, LocalRooms, RoomObserver } from '../local-rooms.ts';
import type { Connection } from '../socket.ts';
import { createFollowed } from './followed.ts';
import type { FollowedGroups } from './followed.ts';
import { readSigns } from './leases.ts';
import type { Nodes } from './nodes.ts';
import { peopleIn, personIn } from './person.ts';
import type { Roster } from './roster.ts';

interface PresenceNeeds {
  localRooms: LocalRooms;
  nodes: Nodes;
  redis: Redis;
  logger: Logger;
}

const lookEveryMs = 5_000;
/** Messages between nodes may be lost: so many looks apart everyone is asked again. */
const looksUntilAsked = 6;

const isGroup = ({ name }: LocalRoom): boolean => name.startsWith('group-');

type Signs = Awaited<ReturnType<typeof readSigns>>;

/** Whoever came while the leases were read is looked at the next time. */
const lookAt = (roster: Roster, signs: Signs): boolean => {
  let hasChanged = false;
  for (const { userId, leaseKey } of roster.leases()) {
    const sign = signs.get(leaseKey)?.get(userId);
    if (sign !== undefined && roster.look(userId, sign, Date.now())) hasChanged = true;
  }
  return hasChanged;
};

/** Looks at the leases of everyone who is listed. */
async function lookAtLeases(followed: FollowedGroups, { redis, logger }: PresenceNeeds): Promise<void> {
  try {
    const people = followed.rosters().flatMap(([, roster]) => roster.leases());
    const signs = await readSigns(redis, people);
    for (const [room] of followed.rosters()) followed.change(room, (roster) => lookAt(roster, signs));
  } catch (error) {
    // Who cannot be looked at is left as is.
    logger.debug({ err: error }, 'leases could not be read');
  }
}

interface Lists {
  followed: FollowedGroups;
  here: (room: string, userId: number, leaseKey: string) => void;
  gone: (room: string, userId: number) => void;
}

/** Keeps the lists by who comes and goes on this node, and tells the other nodes. */
const createObserver = ({ nodes }: PresenceNeeds, { followed, here, gone }: Lists): RoomObserver => ({
  joined: (connection, room) => {
    if (!isGroup(room)) return;
    if (connection.isOurs && followed.enter(room.name)) {
      for (const { id, leaseKey } of peopleIn(room)) here(room.name, id, leaseKey);
      nodes.ask([room.name]);
    }
    const person = personIn(connection, room.name);
    if (!person) return;
    here(room.name, person.id, person.leaseKey);
    nodes.announce(person.id, person.leaseKey, room.name);
  },
  left: (connection, room) => {
    if (!isGroup(room)) return;
    if (connection.isOurs) followed.leave(room.name);
    // Whose connection has ended is gone when the lease says so; who is no member any more is gone at once.
    const userId = connection.identity?.user.id;
    if (!connection.socket.connected || userId === undefined) return;
    if (peopleIn(room).some(({ id }) => id === userId)) return;
    gone(room.name, userId);
    nodes.takeLeave({ user_id: userId, room: room.name });
  },
});

/**
 * CH38: who is in a group, from leases alone. A node follows the groups that have connections of ours here: it asks
 * the others whom they have in them, and looks at these people's leases.
 */
export function createPresence(needs: PresenceNeeds) {
  const { localRooms, nodes } = needs;
  const followed = createFollowed(localRooms);
  let looks = 0;

  const here = (room: string, userId: number, leaseKey: string): void => {
    followed.change(room, (roster) => roster.add(userId, leaseKey));
  };
  const gone = (room: string, userId: number): void => {
    followed.change(room, (roster) => roster.remove(userId));
  };
  const askAgain = (): void => {
    nodes.ask(followed.names());
  };

  const timer = setInterval(() => {
    looks += 1;
    if (looks % looksUntilAsked === 0) askAgain();
    void lookAtLeases(followed, needs);
  }, lookEveryMs);

  return {
    observer: createObserver(needs, { followed, here, gone }),
    here,
    gone,
    askAgain,
    /** The whole list for who has just come in. */
    greet: (connection: Connection, { name }: LocalRoom): void => {
      followed.tellOne(connection, name);
    },
    close: (): void => {
      clearInterval(timer);
      followed.close();
    },
  };
}

export type Presence = ReturnType<typeof createPresence>;
