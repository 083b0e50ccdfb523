import { noticeRoom, socketEvents } from '@convomatic/contracts/names';
import type { LocalRoom, Passage } from '../local-rooms.ts';
import type { Meters } from '../meters.ts';
import type { Filled } from '../recovery/index.ts';
import type { Delivery } from './delivery.ts';
import { frameOf } from './frame.ts';

interface RoomWriterNeeds {
  delivery: Delivery;
  /** Told of each event of a person's own room before it is passed on. */
  obey: (room: string, text: string) => void;
  meters: Meters;
}

/** A notice travels under its own name. */
export const eventNameOf = (room: string): string =>
  room === noticeRoom ? socketEvents.notice : socketEvents.records;

/** Gives a room's connections what is theirs. */
export function createRoomWriter({ delivery, obey, meters }: RoomWriterNeeds) {
  const send = (room: LocalRoom, text: string): void => {
    const frame = frameOf(eventNameOf(room.name), text);
    for (const connection of room.live) delivery.deliver(connection, frame);
    for (const held of room.joining?.values() ?? []) held.push(text);
    meters.deliveries.inc(room.live.size);
  };

  return {
    send,
    passOn: (room: LocalRoom, { text }: Passage): void => {
      // First the rooms, then the event that tells of them: who learns of a room is in it already.
      obey(room.name, text);
      room.hasMoved = true;
      send(room, text);
    },
    reset: (room: LocalRoom, { reset: reason }: Filled<Passage>): void => {
      if (reason === null) return;
      const { epoch, seq } = room.numbers;
      meters.resets.inc({ reason });
      room.hasMoved = true;
      for (const { positions, socket } of room.live) {
        if (positions) socket.emit(socketEvents.reset, { room: room.name, reason, epoch, seq });
      }
    },
  };
}

export type RoomWriter = ReturnType<typeof createRoomWriter>;
