import type { Redis } from 'ioredis';
import { closeRedis, connectRedis } from './redis-connection.ts';
import type { RedisConnectionOptions } from './redis-connection.ts';

export { createSubscriber } from './redis-subscriber.ts';
export type { Subscriber } from './redis-subscriber.ts';
export type { Redis } from 'ioredis';

export interface RedisConnection {
  readonly redis: Redis;
  /** Rejects within a second when Redis is away. */
  ping: () => Promise<void>;
  close: () => Promise<void>;
}

/**
 * For commands and publishing. Nothing is queued: while Redis is away each command fails at once, because state is in
 * PostgreSQL and a publish that waits would only hold its caller.
 */
export function createRedis(options: RedisConnectionOptions): RedisConnection {
  const redis = connectRedis(options, { enableOfflineQueue: false });
  return {
    redis,
    ping: async () => {
      await redis.ping();
    },
    close: () => closeRedis(redis),
  };
}
