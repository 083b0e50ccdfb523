import { noticeRoom, socketEvents } from '@convomatic/contracts/names';
import type { LocalRoom, Passage } from '../local-rooms.ts';
import type { Meters } from '../meters.ts';
import type { Filled } from '../recovery/index.ts';
import type { Delivery } from './delivery.ts';
import { frameOf } from './frame.ts';

interface RoomWriterNeeds {
  delivery: Delivery;
  /** Told of each event of a person's own room before it is passed on. */
  obey: (room: LocalRoom, text: string) => void;
  meters: Meters;
}

/** A notice travels under its own name. */
export const eventNameOf = (room: string): string =>
  room === noticeRoom ? socketEvents.notice : socketEvents.records;

/** Gives a room's connections what is theirs. */
export function createRoomWriter({ delivery, obey, meters }: RoomWriterNeeds) {
  const send = (room: LocalRoom, text: string, seq?: number): void => {
    const { live, joining } = room;
    if (live.length > 0) {
      const frame = frameOf(eventNameOf(room.name), text);
      for (const connection of live) delivery.deliver(connection, frame);
      meters.deliveries.inc(live.length);
    }
    if (joining) for (const backlog of joining.values()) backlog.add({ seq, text });
  };

  return {
    send,
    passOn: (room: LocalRoom, { seq, text }: Passage): void => {
      // First the rooms, then the event that tells of them: who learns of a room is in it already.
      obey(room, text);
      room.hasMoved = true;
      send(room, text, seq);
    },
    /** Also for who is on the way into the room: in its place among what waits for them. */
    reset: (room: LocalRoom, { reset: reason }: Filled<Passage>): void => {
      if (reason === null) return;
      const message = { room: room.name, reason, epoch: room.numbers.epoch, seq: room.numbers.seq };
      meters.resets.inc({ reason });
      room.hasMoved = true;
      for (const { isOurs, socket } of room.live) if (isOurs) socket.emit(socketEvents.reset, message);
      if (room.joining) for (const backlog of room.joining.values()) backlog.reset(message);
    },
  };
}

export type RoomWriter = ReturnType<typeof createRoomWriter>;
