import { isOutage } from '@convomatic/kit/outages';
import type { Redis } from '@convomatic/kit/redis';

/** What a Redis says of itself: `run_id` is another one after every start. */
export type RedisServer = { run_id: string; maxmemory_policy: string };

const fieldOf = (text: string, name: string): string =>
  new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(text)?.[1] ?? '';

export const readRedisServer = async (redis: Redis): Promise<RedisServer> => {
  const text = await redis.info();
  return { run_id: fieldOf(text, 'run_id'), maxmemory_policy: fieldOf(text, 'maxmemory_policy') };
};

/** Nothing can be written at the moment, in whatever room. Postgres may be the one that is away. */
export const isRedisAway = (error: unknown): boolean =>
  isOutage(error) || (error instanceof Error && /^(OOM|READONLY|LOADING|MISCONF)/.test(error.message));
