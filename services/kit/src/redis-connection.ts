import { Redis } from 'ioredis';
import type { Logger } from './logger.ts';

export interface RedisConnectionOptions {
  url: string;
  logger: Logger;
  /** Shown in CLIENT LIST and in log lines. */
  name: string;
}

/** 50, 100, … 1,000 ms, less up to a fifth so that many processes do not return at once; endless. */
const reconnectDelay = (attempt: number): number =>
  Math.round(Math.min(1_000, 50 * 2 ** Math.min(attempt - 1, 10)) * (1 - Math.random() / 5));

const common = {
  retryStrategy: reconnectDelay,
  connectTimeout: 2_000,
  commandTimeout: 1_000,
  keepAlive: 10_000,
  // How long a connection that we end may take; a dead one would take it all.
  disconnectTimeout: 200,
  // A command that was sent when the connection broke fails: its caller decides, not a queue.
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
};

type Queueing = { enableOfflineQueue: boolean } | { autoResubscribe: boolean };

/** A client whose errors are logged once an outage and never thrown; it reconnects until it is closed. */
export function connectRedis(options: RedisConnectionOptions, queueing: Queueing): Redis {
  const redis = new Redis(options.url, { ...common, connectionName: options.name, ...queueing });
  let isAway = false;
  redis.on('error', (error: Error) => {
    if (!isAway) options.logger.warn({ err: error, connection: options.name }, 'redis is away');
    isAway = true;
  });
  redis.on('ready', () => {
    if (isAway) options.logger.info({ connection: options.name }, 'redis is back');
    isAway = false;
  });
  return redis;
}

/** Does not wait for replies, and on a connection that waits to try again there is no end to wait for. */
export async function closeRedis(redis: Redis): Promise<void> {
  const isOpen = redis.status === 'ready';
  const ended = new Promise<void>((resolve) => redis.once('end', resolve));
  redis.disconnect();
  if (isOpen) await ended;
}
