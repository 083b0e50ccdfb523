import { createHealth } from '@convomatic/kit/health';
import { createHttpApp, listen } from '@convomatic/kit/http';
import type { Logger } from '@convomatic/kit/logger';
import type { Metrics } from '@convomatic/kit/metrics';
import { createRedis, createSubscriber } from '@convomatic/kit/redis';
import type { Redis, Subscriber } from '@convomatic/kit/redis';
import { Server } from 'socket.io';
import type { ServerOptions } from 'socket.io';
import { createClosing } from './closing.ts';
import {
  acceptConnections,
  createAuthenticate,
  createCurrentUsers,
  createRefresh,
  createRooms,
  createTokensInUse,
  limitInbound,
} from './connection/index.ts';
import { createMembers } from './members.ts';
import { createMeters } from './meters.ts';
import type { Meters } from './meters.ts';
import { createLeases } from './presence/index.ts';
import { createOrders, createRelay, relayedChannels } from './relay/index.ts';
import type { ChannelsServer } from './socket.ts';

interface ChannelsNeeds {
  redisUrl: string;
  /** How long a channel token works after its last connection. */
  tokenSeconds: number;
  host: string;
  /** 0 takes a free one. */
  port: number;
  logger: Logger;
  metrics: Metrics;
}

export interface Channels {
  readonly port: number;
  /** Subscribed to Redis, and not on the way out. */
  isReady: () => boolean;
  /** Refuses new connections, ends the open ones in small groups, then everything else. */
  close: () => Promise<void>;
}

const socketOptions: Partial<ServerOptions> = {
  serveClient: false,
  transports: ['websocket', 'polling'],
  perMessageDeflate: false,
  httpCompression: false,
  maxHttpBufferSize: 16 * 1024,
  // The defaults would leave the absent present for 45 s.
  pingInterval: 4_000,
  pingTimeout: 4_000,
  connectTimeout: 10_000,
};

type State = ReturnType<typeof createState>;

/** What this node remembers, and what it reads and writes in Redis. */
function createState({ tokenSeconds, logger }: ChannelsNeeds, redis: Redis, meters: Meters) {
  const members = createMembers();
  return {
    meters,
    members,
    rooms: createRooms(members),
    leases: createLeases({ redis, meters, logger }),
    tokensInUse: createTokensInUse({ redis, tokenSeconds, meters, logger }),
    currentUsers: createCurrentUsers({ redis, logger }),
  };
}

/** Messages flow from here on; `onBroken` tells that some may be missing. */
function subscribe({ redisUrl: url, logger }: ChannelsNeeds, state: State, onBroken: () => void): Subscriber {
  const obey = createOrders({ ...state, logger });
  return createSubscriber({
    url,
    logger,
    name: 'channels-subscriber',
    channels: relayedChannels,
    onMessage: createRelay({ ...state, obey, logger }),
    onReady: () => {
      logger.info('subscribed');
    },
    onBroken: () => {
      state.meters.subscriptionBreaks.inc();
      onBroken();
    },
  });
}

/** One node: from Redis to its own connections. */
export async function createChannels(needs: ChannelsNeeds): Promise<Channels> {
  const { logger, metrics, host, port } = needs;
  const commands = createRedis({ url: needs.redisUrl, logger, name: 'channels' });
  const state = createState(needs, commands.redis, createMeters(metrics));

  const health = createHealth({ checks: { subscription: () => subscriber.isReady() } });
  const http = await listen(createHttpApp({ logger, health, metrics, parseBodies: false }), port, { host });
  const io: ChannelsServer = new Server(http.server, socketOptions);
  const closing = createClosing({ io, http, health });
  const subscriber = subscribe(needs, state, closing.cutAll);

  const isSubscribed = (): boolean => subscriber.isReady();
  const isReady = (): boolean => isSubscribed() && !closing.hasBegun();
  limitInbound(io, state.meters);
  acceptConnections({
    ...state,
    io,
    authenticate: createAuthenticate({ ...state, isSubscribed, isDraining: closing.hasBegun }),
    refresh: createRefresh(state),
    isReady,
    logger,
  });

  const close = async (): Promise<void> => {
    await closing.run();
    state.leases.close();
    state.tokensInUse.close();
    await Promise.all([subscriber.close(), commands.close()]);
  };
  return { port: http.port, isReady, close };
}
