import type { TypingMessage } from '@convomatic/contracts';
import { socketEvents } from '@convomatic/contracts/names';
import { z } from 'zod';
import type { LocalRooms } from '../local-rooms.ts';
import type { Meters } from '../meters.ts';
import type { Connection } from '../socket.ts';
import type { Nodes } from './nodes.ts';
import { personIn } from './person.ts';

interface TypingNeeds {
  localRooms: LocalRooms;
  nodes: Pick<Nodes, 'relayTyping'>;
  meters: Meters;
  now?: () => number;
}

const typingArguments = z.tuple([z.object({ room: z.string() })]).rest(z.unknown());
const onceInMs = 2_000;

/** CH39: tells the others of a group that somebody types; stored nowhere. */
export function createTyping({
  localRooms,
  nodes,
  meters,
  now = performance.now.bind(performance),
}: TypingNeeds) {
  const lastAt = new WeakMap<Connection, Map<string, number>>();

  const isTooSoon = (connection: Connection, room: string): boolean => {
    const times = lastAt.get(connection) ?? new Map<string, number>();
    lastAt.set(connection, times);
    if (now() - (times.get(room) ?? -Infinity) < onceInMs) return true;
    times.set(room, now());
    return false;
  };

  const tell = ({ room, user_id }: TypingMessage): void => {
    for (const { isOurs, identity, socket } of localRooms.find(room)?.live ?? []) {
      if (isOurs && identity?.user.id !== user_id) socket.emit(socketEvents.typing, { room, user_id });
    }
  };

  return {
    tell,
    request: (connection: Connection, received: unknown[]): void => {
      const room = typingArguments.safeParse(received).data?.[0].room;
      if (room === undefined) {
        meters.inbound.inc({ problem: 'malformed' });
        return;
      }
      const person = connection.rooms.includes(room) ? personIn(connection, room) : null;
      if (!person || isTooSoon(connection, room)) {
        meters.inbound.inc({ problem: person ? 'too_often' : 'not_a_member' });
        return;
      }
      const message = { room, user_id: person.id };
      tell(message);
      nodes.relayTyping(message);
    },
  };
}
