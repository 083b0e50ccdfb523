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

const gatherMs = 50;
const keptMs = 60 * 60 * 1_000;

/**
 * Signs of life: users in a sorted set by the time of their last pong. An open socket alone renews nothing, so who
 * has frozen is absent when the lease ends. Renewals of 50 ms are written together.
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

  return {
    renew: (key: string, userId: number): void => {
      const users = pending.get(key) ?? new Map<number, number>();
      pending.set(key, users.set(userId, now()));
      timer ??= setTimeout(write, gatherMs);
    },
    close: (): void => {
      clearTimeout(timer);
    },
  };
}

export type Leases = ReturnType<typeof createLeases>;
