import type { Logger } from '@convomatic/kit/logger';
import type { Redis } from '@convomatic/kit/redis';
import type { Meters } from '../meters.ts';
import { sendAll } from '../redis-writes.ts';

interface LeasesNeeds {
  redis: Redis;
  meters: Meters;
  logger: Logger;
  now?: () => number;
}

/** A time that no reader takes for a sign of life. */
const gone = 0;
const gatherMs = 50;
const keptMs = 60 * 60 * 1_000;

/**
 * Signs of life: users in a sorted set by the time of their last pong. An open socket alone renews nothing, so who
 * has frozen is absent when the lease ends, and who has closed the page at once. What comes within 50 ms is written
 * together.
 */
export function createLeases({ redis, meters, logger, now = Date.now }: LeasesNeeds) {
  const pending = new Map<string, Map<number, number>>();
  let timer: NodeJS.Timeout | undefined;

  const write = (): void => {
    timer = undefined;
    const pipeline = redis.pipeline();
    for (const [key, users] of pending) {
      pipeline.zadd(key, ...[...users].flatMap(([userId, at]) => [at, userId]));
      pipeline.zremrangebyscore(key, '-inf', now() - keptMs);
      pipeline.pexpire(key, keptMs);
    }
    pending.clear();
    sendAll(pipeline).catch((error: unknown) => {
      meters.renewalFailures.inc({ what: 'leases' });
      logger.debug({ err: error }, 'leases could not be renewed');
    });
  };

  const note = (key: string, userId: number, at: number): void => {
    const users = pending.get(key) ?? new Map<number, number>();
    pending.set(key, users.set(userId, at));
    timer ??= setTimeout(write, gatherMs);
  };

  return {
    renew: (key: string, userId: number): void => {
      note(key, userId, now());
    },
    /** The person's last connection ended; one on another node says so with its next pong. */
    end: (key: string, userId: number): void => {
      note(key, userId, gone);
    },
    close: (): void => {
      clearTimeout(timer);
    },
  };
}

export type Leases = ReturnType<typeof createLeases>;

/** The last signs of life by lease and person, null where there is none. Rejects when Redis is away. */
export async function readSigns(
  redis: Redis,
  leases: readonly { userId: number; leaseKey: string }[],
): Promise<Map<string, Map<number, number | null>>> {
  const byKey = Map.groupBy(leases, ({ leaseKey }) => leaseKey);
  const signs = new Map<string, Map<number, number | null>>();
  for (const [key, people] of byKey) {
    const userIds = [...new Set(people.map(({ userId }) => userId))];
    const scores = await redis.zmscore(key, ...userIds);
    signs.set(key, new Map(userIds.map((userId, at) => [userId, toNumber(scores[at])])));
  }
  return signs;
}

const toNumber = (score: string | null | undefined): number | null => (score ? Number(score) : null);
