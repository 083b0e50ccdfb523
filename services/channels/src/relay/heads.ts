import type { HeadsMessage } from '@convomatic/contracts';
import { socketEvents } from '@convomatic/contracts/names';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LocalRooms } from '../local-rooms.ts';
import type { Connection } from '../socket.ts';

interface HeadsNeeds {
  localRooms: LocalRooms;
  everyMs?: number;
}

const eightSeconds = 8_000;
/** Events wait until so many are told. */
const atOnce = 50;

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

  const tell = async (): Promise<void> => {
    let count = 0;
    for (const [{ socket }, heads] of gather()) {
      socket.emit(socketEvents.heads, heads);
      count += 1;
      if (count % atOnce === 0) await nextTurn();
    }
  };
  const timer = setInterval(() => void tell(), everyMs);

  return {
    close: (): void => {
      clearInterval(timer);
    },
  };
}
