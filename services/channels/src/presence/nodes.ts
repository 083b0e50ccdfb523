import type { TypingMessage } from '@convomatic/contracts';
import type { LocalRooms } from '../local-rooms.ts';
import type { ChannelsServer, Here } from '../socket.ts';
import { peopleIn } from './person.ts';

interface NodesNeeds {
  io: ChannelsServer;
  localRooms: LocalRooms;
}

const gatherMs = 50;
/** Bounds one message. */
const mostAtOnce = 500;

/** What this node tells the others, gathered for a moment. */
export function createNodes({ io, localRooms }: NodesNeeds) {
  const asked = new Set<string>();
  const announced = new Map<number, Here>();
  let timer: NodeJS.Timeout | undefined;

  const send = (): void => {
    timer = undefined;
    const rooms = [...asked];
    const people = [...announced.values()];
    asked.clear();
    announced.clear();
    for (let at = 0; at < rooms.length; at += mostAtOnce)
      io.serverSideEmit('who', rooms.slice(at, at + mostAtOnce));
    for (let at = 0; at < people.length; at += mostAtOnce)
      io.serverSideEmit('here', people.slice(at, at + mostAtOnce));
  };

  const soon = (): void => {
    timer ??= setTimeout(send, gatherMs);
  };

  const announce = (userId: number, leaseKey: string, room: string): void => {
    const known = announced.get(userId) ?? { user_id: userId, lease_key: leaseKey, rooms: [] };
    if (!known.rooms.includes(room)) known.rooms.push(room);
    announced.set(userId, known);
    soon();
  };

  return {
    announce,
    /** Tells whom this node has in these rooms. */
    answer: (rooms: string[]): void => {
      for (const name of rooms) {
        const room = localRooms.find(name);
        for (const { id, leaseKey } of room ? peopleIn(room) : []) announce(id, leaseKey, name);
      }
    },
    ask: (rooms: Iterable<string>): void => {
      for (const room of rooms) asked.add(room);
      if (asked.size > 0) soon();
    },
    takeLeave: (gone: { user_id: number; room: string }): void => {
      io.serverSideEmit('left', gone);
    },
    relayTyping: (message: TypingMessage): void => {
      io.serverSideEmit('typing', message);
    },
    close: (): void => {
      clearTimeout(timer);
    },
  };
}

export type Nodes = ReturnType<typeof createNodes>;
