import { userRoom } from '@convomatic/contracts/names';
import { z } from 'zod';
import type { LocalRooms } from '../local-rooms.ts';
import type { Meters } from '../meters.ts';
import type { HeadCheck } from './head-check.ts';
import type { Streams } from './streams.ts';

interface ControlNeeds {
  localRooms: LocalRooms;
  streams: Streams;
  headCheck: HeadCheck;
  meters: Meters;
}

const userMoved = z.object({ user_id: z.int().positive(), seq: z.int().positive() });
const everythingMoved = z.union([z.object({ epoch: z.int() }), z.object({ refilled: z.literal(true) })]);

const parse = (payload: Buffer): unknown => {
  try {
    return JSON.parse(payload.toString());
  } catch {
    return undefined;
  }
};

/** A doorbell: it says nothing that the log does not say, but at once (CH27, CH35). */
export function createControl({ localRooms, streams, headCheck, meters }: ControlNeeds) {
  return (payload: Buffer): void => {
    const message = parse(payload);
    const { data: moved } = userMoved.safeParse(message);
    if (moved) {
      const room = localRooms.find(userRoom(moved.user_id));
      // Unless the event itself has come first.
      if (room?.numbers.isKnown && room.numbers.seq < moved.seq) void streams.catchUp(room);
      return;
    }
    if (everythingMoved.safeParse(message).success) void headCheck.check();
    else meters.messages.inc({ channel: '/control', outcome: 'malformed' });
  };
}
