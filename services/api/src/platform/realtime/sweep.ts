import type { Logger } from '@convomatic/kit/logger';
import type { Knex } from 'knex';
import type { Append } from './append.ts';
import { concurrently } from './concurrently.ts';
import type { Epoch } from './epoch.ts';
import { listBacklog, listUnpublished, markPublished } from './events.repository.ts';
import type { Backlog } from './events.repository.ts';
import type { Meters } from './meters.ts';
import { isRedisAway } from './redis-server.ts';

type Needs = {
  knex: Knex;
  append: Append;
  epoch: Epoch;
  /** Brings the log of a room to where Postgres is. */
  mend: (room: string) => Promise<void>;
  meters: Meters;
  logger: Logger;
};

/** Younger ones are on their way by the fast path. */
const olderThanMs = 100;
const roomsAPage = 200;
const roomsAtOnce = 4;
const eventsAtOnce = 100;
/** Then the other rooms have their turn. */
const longestMs = 2_000;

const ageOf = (backlog: Backlog[]): number => Math.max(0, ...backlog.map(({ age_ms }) => age_ms)) / 1_000;

/**
 * Publishes what was committed and not published, because a process was killed or Redis was away. Several sweeps at
 * once are safe: the log takes each number once.
 */
export const createSweep = ({ knex, append, epoch, mend, meters, logger }: Needs) => {
  let after = '';

  /** Answers how many went out, and whether all that was left is done. */
  const sweepSome = async (room: string): Promise<{ count: number; isDone: boolean }> => {
    const events = await listUnpublished(knex, room, eventsAtOnce);
    const current = await epoch.current();
    const outcomes = await Promise.all(events.map((event) => append(current, event)));
    const taken = events.filter((_, index) => outcomes[index] !== 'hole');
    await markPublished(
      knex,
      taken.map(({ id }) => id),
    );
    if (taken.length < events.length) await mend(room);
    const count = outcomes.filter((outcome) => outcome === 'appended').length;
    return { count, isDone: events.length < eventsAtOnce };
  };

  const sweepRoom = async (room: string, deadline: number): Promise<number> => {
    let swept = 0;
    let isDone = false;
    while (!isDone && performance.now() < deadline) {
      const turn = await sweepSome(room);
      swept += turn.count;
      isDone = turn.isDone;
    }
    return swept;
  };

  /** A room that fails for a reason of its own is told of, tried again, and in nobody's way. */
  const tryRoom = async (room: string, deadline: number): Promise<number> => {
    try {
      return await sweepRoom(room, deadline);
    } catch (error) {
      if (isRedisAway(error)) throw error;
      meters.failedRooms.inc();
      logger.error({ err: error, room }, 'events of a room could not be published');
      return 0;
    }
  };

  /** Answers how many events went out. Rejects when Redis or Postgres is away. */
  return async (): Promise<number> => {
    const backlog = await listBacklog(knex, { olderThanMs, after, limit: roomsAPage });
    // Rooms take turns: the next sweep begins behind these.
    after = backlog.length === roomsAPage ? (backlog.at(-1)?.room ?? '') : '';
    meters.backlogSeconds.set(ageOf(backlog));
    const deadline = performance.now() + longestMs;
    let swept = 0;
    await concurrently(backlog, roomsAtOnce, async ({ room }) => {
      const count = await tryRoom(room, deadline);
      swept += count;
    });
    return swept;
  };
};
