import type { Logger } from '@convomatic/kit/logger';
import { createRedis } from '@convomatic/kit/redis';
import { createAdapter } from '@socket.io/redis-adapter';
import type { ChannelsServer } from '../socket.ts';

interface ClusterNeeds {
  redisUrl: string;
  /** The nodes can hear each other, from now on or again. */
  onHeard: () => void;
  logger: Logger;
}

type Listener = (...message: Buffer[]) => unknown;

/**
 * The connections of Socket.IO's Redis adapter, as far as it uses them. It hears no promise that a command gives it and
 * throws at messages that are none of its own, either of which would end the process.
 */
function createConnections({ redisUrl: url, onHeard, logger }: ClusterNeeds) {
  const publisher = createRedis({ url, logger, name: 'channels-nodes' });
  const subscriber = createRedis({ url, logger, name: 'channels-nodes-subscriber' });
  const patterns: string[] = [];
  const channels: string[] = [];
  const guarded = new Map<Listener, Listener>();

  const note = (error: unknown): void => {
    logger.debug({ err: error }, 'nodes could not be told or heard');
  };
  const guard = (listener: Listener): Listener => {
    const heard = async (...message: Buffer[]): Promise<void> => {
      try {
        await listener(...message);
      } catch (error) {
        note(error);
      }
    };
    guarded.set(listener, heard);
    return heard;
  };
  const subscribeAll = async (): Promise<void> => {
    await subscriber.redis.psubscribe(...patterns);
    await subscriber.redis.subscribe(...channels);
    onHeard();
  };
  subscriber.redis.on('ready', () => {
    subscribeAll().catch(note);
  });

  return {
    pub: {
      publish: (channel: string, message: string | Buffer) => {
        publisher.redis.publish(channel, message).catch(note);
      },
      on: () => undefined,
      off: () => undefined,
    },
    sub: {
      psubscribe: (pattern: string) => patterns.push(pattern),
      subscribe: (names: string[]) => channels.push(...names),
      punsubscribe: () => undefined,
      unsubscribe: () => undefined,
      on: (name: string, listener: Listener) => subscriber.redis.on(name, guard(listener)),
      off: (name: string, listener: Listener) =>
        subscriber.redis.off(name, guarded.get(listener) ?? listener),
    },
    close: async (): Promise<void> => {
      await Promise.all([publisher.close(), subscriber.close()]);
    },
  };
}

/** Joins this node to the others for what concerns all of them; records never go this way (CH7). */
export function joinCluster(io: ChannelsServer, needs: ClusterNeeds) {
  const { pub, sub, close } = createConnections(needs);
  io.adapter(createAdapter(pub, sub));
  return { close };
}
