import type { Position } from '@convomatic/contracts/names';
import type { LocalRoom, Passage } from '../local-rooms.ts';
import type { Meters } from '../meters.ts';
import { isBehind, resume } from '../recovery/index.ts';
import type { RoomLog } from '../recovery/index.ts';
import type { CheckedLog } from './checked-log.ts';
import type { Answered, Join } from './join.ts';
import type { Streams } from './streams.ts';

interface ReadJoinNeeds {
  log: Pick<CheckedLog, 'read'>;
  streams: Streams;
  meters: Meters;
}

const isAtEnd = ({ numbers }: LocalRoom, position: Position | null): boolean =>
  numbers.epoch !== 0 && (!position || (numbers.epoch === position.epoch && numbers.seq === position.seq));

/** Finds out how a room goes on for a connection. Rejects when the log cannot be read. */
export function createReadJoin({ log, streams, meters }: ReadJoinNeeds) {
  const readLog = async ({ room, position }: Join): Promise<RoomLog<Passage>> => {
    const { epoch, seq } = room.numbers;
    // Most have missed nothing; the node knows that without Redis.
    if (isAtEnd(room, position)) return { epoch, top: seq, first: seq + 1, entries: [] };
    return log.read({ room: room.name, after: position?.seq ?? seq });
  };

  return async (join: Join): Promise<Answered> => {
    const { room, position } = join;
    await streams.open(room);
    const page = await readLog(join);
    // What the node has not heard yet would be passed on once more, after it was recovered. The first reading may be
    // one that was under way before the page was read.
    for (let readings = 0; readings < 2 && isBehind(room.numbers, page); readings += 1)
      await streams.catchUp(room);
    if (isBehind(room.numbers, page)) throw new Error('the log went away, or back, while it was read');
    const resumed = resume(position, page, room.numbers);
    meters.resumes.inc({ status: resumed.status });
    return { ...join, resumed, sentUpTo: position ? (page?.top ?? 0) : 0 };
  };
}
