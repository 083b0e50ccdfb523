import { closeRedis, connectRedis } from './redis-connection.ts';
import type { RedisConnectionOptions } from './redis-connection.ts';

export interface SubscriberOptions extends RedisConnectionOptions {
  channels: readonly string[];
  onMessage: (channel: string, payload: Buffer) => void;
  /** Every channel is subscribed and confirmed; what was published before has not been seen. */
  onReady?: () => void;
  /** The subscription ended after it had been ready: messages may be lost from now on. */
  onBroken?: () => void;
}

export interface Subscriber {
  isReady: () => boolean;
  close: () => Promise<void>;
}

const pulseMs = 2_000;

/**
 * A subscription that restores itself and tells when it was broken, since pub/sub repeats nothing. A pulse finds a
 * connection that is open and dead: it shows within three seconds instead of the minutes of TCP.
 */
export function createSubscriber(options: SubscriberOptions): Subscriber {
  const { channels, onMessage, onReady, onBroken, logger, name } = options;
  const redis = connectRedis(options, { autoResubscribe: false });
  let isReady = false;

  const reconnect = (error: unknown): void => {
    logger.warn({ err: error, connection: name }, 'redis subscription is dead, reconnecting');
    redis.disconnect(true);
  };

  redis.on('ready', () => {
    redis.subscribe(...channels).then(() => {
      isReady = true;
      onReady?.();
    }, reconnect);
  });
  redis.on('close', () => {
    if (!isReady) return;
    isReady = false;
    onBroken?.();
  });
  redis.on('messageBuffer', (channel: Buffer, payload: Buffer) => {
    onMessage(channel.toString(), payload);
  });

  const pulse = setInterval(() => {
    if (isReady) redis.ping().catch(reconnect);
  }, pulseMs);

  return {
    isReady: () => isReady,
    close: async () => {
      clearInterval(pulse);
      isReady = false;
      await closeRedis(redis);
    },
  };
}
