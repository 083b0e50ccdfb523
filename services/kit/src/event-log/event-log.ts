import { eventLogKeys, logLength, logSeconds, headSeconds } from '@convomatic/contracts/names';
import type { Redis } from '../redis.ts';
import { appendScript, ensureScript, readScript, refillScript } from './scripts.ts';
import type { Script } from './scripts.ts';

/** Where a room's log ends. */
export interface LogHead {
  epoch: number;
  /** The last number. */
  top: number;
}

export interface LogEntry {
  seq: number;
  /** The very text that was published. */
  text: string;
}

/** What a log answers to "what follows this number?". */
export interface LogPage extends LogHead {
  /** The oldest number that the log still has; `top + 1` when it has none. */
  first: number;
  /** In order and without a gap, from the number asked for or from `first`, whichever is higher. */
  entries: LogEntry[];
}

export interface NewEntry extends LogEntry {
  room: string;
  epoch: number;
  /** Where it is published, in the same step. */
  channel: string;
  /** Published on `/control` too. */
  ring?: string | undefined;
  /** Answers `hole` where the room is unknown and this is not its first: the one before may be on its way. */
  isPatient?: boolean;
}

/** `hole`: a number before it is missing, or the room is in a later epoch; Postgres knows which. */
export type Appended = 'appended' | 'duplicate' | 'hole';

/** The end of a room as Postgres has it: the last texts, with `last` the number of the newest. */
export interface RoomTail {
  room: string;
  epoch: number;
  last: number;
  texts: readonly string[];
}

export interface ReadRequest {
  room: string;
  after: number;
  limit?: number;
  /** At most so many, but always the first entry. */
  bytes?: number;
}

const isNotCached = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith('NOSCRIPT');

const digits = /^[0-9]{1,15}$/;

const headOf = ([epoch, top]: (string | null)[]): LogHead | null =>
  digits.test(epoch ?? '') && digits.test(top ?? '') ? { epoch: Number(epoch), top: Number(top) } : null;

type Answer = [epoch: number, top: number, first: number, entries: (number | string)[]] | null;

/** What stands in the log without being one of ours makes a hole; such a log has nothing to give. */
const pageOf = (answer: Answer, after: number): LogPage | null => {
  if (answer === null) return null;
  const [epoch, top, first, flat] = answer;
  const entries: LogEntry[] = [];
  for (let index = 0; index < flat.length; index += 2) {
    entries.push({ seq: Number(flat[index]), text: String(flat[index + 1]) });
  }
  const from = Math.max(after + 1, first);
  const isWhole = entries.every(({ seq }, index) => seq === from + index && seq <= top);
  return isWhole && (entries.length > 0 || from > top)
    ? { epoch, top, first, entries }
    : { epoch, top, first: top + 1, entries: [] };
};

const wordsOf = ({ epoch, seq, text, channel, ring = '', isPatient = false }: NewEntry) => [
  epoch,
  seq,
  text,
  channel,
  ring,
  Number(isPatient),
];

/**
 * The newest events of each room in Redis, and the doorbell that tells of them: a cache that may be lost at any moment
 * (realtime.md, section 3). Every operation is one step, and any number of processes may do it at once. All reject
 * when Redis is away.
 */
export const createEventLog = (redis: Redis) => {
  const run = async ({ text, sha }: Script, room: string, args: (string | number)[]): Promise<unknown> => {
    const { head, log } = eventLogKeys(room);
    try {
      return await redis.evalsha(sha, 2, head, log, ...args);
    } catch (error) {
      if (!isNotCached(error)) throw error;
      return redis.eval(text, 2, head, log, ...args);
    }
  };

  /** Heads of many rooms in one round trip, in their order; null for those that Redis does not know. */
  const heads = async (rooms: readonly string[]): Promise<(LogHead | null)[]> => {
    if (rooms.length === 0) return [];
    const pipeline = redis.pipeline();
    for (const room of rooms) pipeline.hmget(eventLogKeys(room).head, 'epoch', 'top');
    const answers = (await pipeline.exec()) ?? [];
    return answers.map(([error, fields]) => {
      if (error && !error.message.startsWith('WRONGTYPE')) throw error;
      return error ? null : headOf(fields as (string | null)[]);
    });
  };

  return {
    /** Adds the next event of a room and publishes it. A room that is unknown, or of an earlier epoch, begins with it. */
    append: async (entry: NewEntry): Promise<Appended> =>
      (await run(appendScript, entry.room, wordsOf(entry))) as Appended,

    /**
     * Gives a log what Postgres has; what the log has before and behind it stays, as far as it follows without a gap.
     * The last number never sinks within an epoch. Without texts the log is empty or ends where it ended. Publishes
     * nothing.
     */
    refill: async ({ room, epoch, last, texts }: RoomTail): Promise<void> => {
      await run(refillScript, room, [epoch, last, ...texts]);
    },

    /** Says where rooms stand of which Redis knows nothing, and changes no other. */
    ensure: async (tops: readonly ({ room: string } & LogHead)[]): Promise<void> => {
      await Promise.all(tops.map(({ room, epoch, top }) => run(ensureScript, room, [epoch, top])));
    },

    /** What follows a number, read in one step with the head; null where Redis does not know the room. */
    read: async ({
      room,
      after,
      limit = logLength,
      bytes = Infinity,
    }: ReadRequest): Promise<LogPage | null> =>
      pageOf((await run(readScript, room, [after, limit, Math.min(bytes, 1e15)])) as Answer, after),

    head: async (room: string): Promise<LogHead | null> => (await heads([room]))[0] ?? null,

    heads,

    /** A log that somebody depends on lives as if its last event had just happened. */
    extend: async (room: string): Promise<void> => {
      const { head, log } = eventLogKeys(room);
      await redis.pipeline().expire(log, logSeconds).expire(head, headSeconds).exec();
    },

    /** Forgets a room whose log says what Postgres does not. */
    clear: async (room: string): Promise<void> => {
      const { head, log } = eventLogKeys(room);
      await redis.del(head, log);
    },
  };
};

export type EventLog = ReturnType<typeof createEventLog>;
