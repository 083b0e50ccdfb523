import type { HeadsMessage } from '@convomatic/contracts';
import { socketEvents } from '@convomatic/contracts/names';
import type { LocalRooms } from '../local-rooms.ts';
import type { Connection } from '../socket.ts';

interface HeadsNeeds {
  localRooms: LocalRooms;
  everyMs?: number;
}

const eightSeconds = 8_000;

/** CH28: tells clients of ours the last number of rooms that have moved, so that nobody is silent and behind. */
export function createHeads({ localRooms, everyMs = eightSeconds }: HeadsNeeds) {
  const gather = (): Map<Connection, HeadsMessage> => {
    const news = new Map<Connection, HeadsMessage>();
    for (const room of localRooms.all()) {
      if (!room.hasMoved) continue;
      room.hasMoved = false;
      for (const connection of room.live) {
        if (!connection.isOurs) continue;
        const heads = news.get(connection) ?? {};
        heads[room.name] = room.numbers.seq;
        news.set(connection, heads);
      }
    }
    return news;
  };

  const timer = setInterval(() => {
    for (const [{ socket }, heads] of gather()) socket.emit(socketEvents.heads, heads);
  }, everyMs);

  return {
    close: (): void => {
      clearInterval(timer);
    },
  };
}
