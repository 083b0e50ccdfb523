import { socketEvents } from '@convomatic/contracts/names';
import type { Held } from '../backlog.ts';
import type { LocalRoom } from '../local-rooms.ts';
import type { Meters } from '../meters.ts';
import type { Connection } from '../socket.ts';
import type { Delivery } from './delivery.ts';
import { isStill } from './join.ts';
import type { Answered } from './join.ts';
import { writePages } from './pages.ts';
import { eventNameOf } from './room-writer.ts';

interface SendJoinNeeds {
  delivery: Delivery;
  /** Told when a connection gets what is passed on in a room at once. */
  onLive: (connection: Connection, room: LocalRoom) => void;
  meters: Meters;
}

/** What was missed, then what came meanwhile, then live; what comes while a page leaves waits for its turn. */
export function createSendJoin({ delivery, onLive, meters }: SendJoinNeeds) {
  const write = (join: Answered, texts: string[]): Promise<void> =>
    writePages(
      { connection: join.connection, delivery, isWanted: () => isStill(join) },
      eventNameOf(join.room.name),
      texts,
    );

  const writeHeld = (join: Answered, held: Held[]): Promise<void> => {
    const [first] = held;
    if (first && 'reset' in first) {
      // The numbers after it may be those of another epoch.
      join.sentUpTo = 0;
      join.connection.socket.emit(socketEvents.reset, first.reset);
    }
    const isNew = (one: Held) => !('reset' in one) && (one.seq ?? Infinity) > join.sentUpTo;
    return write(
      join,
      held.flatMap((one) => ('text' in one && isNew(one) ? [one.text] : [])),
    );
  };

  const settle = ({ connection, room, backlog }: Answered): void => {
    if (backlog.hasOverflowed) {
      const { epoch, seq } = room.numbers;
      meters.resets.inc({ reason: 'overflow' });
      connection.socket.emit(socketEvents.reset, { room: room.name, reason: 'too_old', epoch, seq });
    }
    room.settle(connection);
    onLive(connection, room);
  };

  return async (join: Answered): Promise<void> => {
    await write(
      join,
      join.resumed.events.map(({ text }) => text),
    );
    for (let held = join.backlog.take(); held.length > 0; held = join.backlog.take())
      await writeHeld(join, held);
    if (isStill(join)) settle(join);
  };
}
