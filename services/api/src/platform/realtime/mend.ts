import type { EventLog, LogHead } from '@convomatic/kit/event-log/event-log';
import type { Redis } from '@convomatic/kit/redis';
import type { Knex } from 'knex';
import type { Append } from './append.ts';
import { markPublishedUpTo } from './events.repository.ts';
import type { Meters } from './meters.ts';
import { endTokens, isLessening } from './open-tokens.ts';
import { publicationOf } from './publication.ts';
import { readTail } from './room-tail.repository.ts';
import type { Tail } from './room-tail.repository.ts';

type Needs = { knex: Knex; redis: Redis; log: EventLog; append: Append; meters: Meters };

/** `appended`: what was missing was published; `refilled`: it stands in the log, and nodes have to look there. */
export type Mended = 'whole' | 'appended' | 'refilled';

const continues = ({ epoch, events: [next] }: Tail, head: LogHead | null): boolean =>
  head?.epoch === epoch && next?.seq === head.top + 1;

/** Brings the log of one room to where Postgres is. Any number of processes may do so at once. */
export const createMend = ({ knex, redis, log, append, meters }: Needs) => {
  const refill = async (room: string, { epoch, last, events }: Tail): Promise<void> => {
    const lessening = events.find(isLessening);
    if (lessening) await endTokens(redis, lessening);
    await log.refill({ room, epoch, last, texts: events.map((event) => publicationOf(event).text) });
  };

  const bring = async (room: string, head: LogHead | null): Promise<{ mended: Mended; last: number }> => {
    const tail = await readTail(knex, room, head);
    const { last } = tail;
    if (head?.epoch === tail.epoch) {
      if (head.top === last) return { mended: 'whole', last };
      // Read before Postgres was, and yet ahead of it: it says what was never committed.
      if (head.top > last) {
        await log.clear(room);
        return bring(room, null);
      }
    }
    if (continues(tail, head)) {
      const outcomes = await Promise.all(tail.events.map((event) => append(tail.epoch, event)));
      if (!outcomes.includes('hole')) return { mended: 'appended', last };
    }
    await refill(room, tail);
    return { mended: 'refilled', last };
  };

  const done = async (room: string, { mended, last }: { mended: Mended; last: number }): Promise<Mended> => {
    await markPublishedUpTo(knex, room, last);
    if (mended !== 'whole') meters.mended.inc({ outcome: mended });
    return mended;
  };

  return {
    /** Adds what the log is missing. */
    mend: async (room: string): Promise<Mended> => done(room, await bring(room, await log.head(room))),

    /** Gives the log all that it can hold. */
    rebuild: async (room: string): Promise<Mended> => {
      const tail = await readTail(knex, room, null);
      await refill(room, tail);
      return done(room, { mended: 'refilled', last: tail.last });
    },
  };
};

export type Mend = ReturnType<typeof createMend>;
