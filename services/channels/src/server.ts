import { createEventLog } from '@convomatic/kit/event-log/event-log';
import { createHealth } from '@convomatic/kit/health';
import { createHttpApp, listen } from '@convomatic/kit/http';
import type { Logger } from '@convomatic/kit/logger';
import type { Metrics } from '@convomatic/kit/metrics';
import { createRedis } from '@convomatic/kit/redis';
import type { Redis } from '@convomatic/kit/redis';
import { Server } from 'socket.io';
import type { ServerOptions } from 'socket.io';
import { createClosing } from './closing.ts';
import {
  acceptConnections,
  createAuthenticate,
  createCurrentUsers,
  createInbound,
  createRefresh,
  createRooms,
  createSync,
  createTokensInUse,
  limitInbound,
  requestNames,
} from './connection/index.ts';
import { createLocalRooms } from './local-rooms.ts';
import { createMeters } from './meters.ts';
import type { Meters } from './meters.ts';
import { createLeases } from './presence/index.ts';
import {
  createControl,
  createDelivery,
  createHeadCheck,
  createHeads,
  createJoins,
  createOrders,
  createRelay,
  createRoomWriter,
  createSlowConsumers,
  createStreams,
} from './relay/index.ts';
import type { ChannelsServer } from './socket.ts';
import { subscribe } from './subscription.ts';

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
  return {
    meters,
    logger,
    log: createEventLog(redis),
    localRooms: createLocalRooms(),
    leases: createLeases({ redis, meters, logger }),
    tokensInUse: createTokensInUse({ redis, tokenSeconds, meters, logger }),
    currentUsers: createCurrentUsers({ redis, logger }),
  };
}

/** From what is published to the connections, in order and without a gap. */
function createPassage(state: State) {
  const { localRooms } = state;
  const slowConsumers = createSlowConsumers();
  const delivery = createDelivery({ onBehind: slowConsumers.watch, logger: state.logger });
  // An event may change who is in a room, and coming into a room sends events: each needs the other.
  const obey = (room: string, text: string): void => {
    orders(room, text);
  };
  const writer = createRoomWriter({ ...state, delivery, obey });
  const streams = createStreams({ ...state, writer });
  const joins = createJoins({ ...state, streams, slowConsumers });
  const rooms = createRooms({
    localRooms,
    bringIn: joins.begin,
    open: (name) => {
      const room = localRooms.find(name);
      if (room && !room.numbers.isKnown) void streams.catchUp(room);
    },
  });
  const orders = createOrders({ ...state, rooms });
  const headCheck = createHeadCheck({ ...state, streams, writer });
  const ring = createControl({ ...state, streams, headCheck });
  const relay = createRelay({ ...state, streams, writer, ring });
  const parts = [slowConsumers, headCheck, createHeads({ localRooms })];
  const close = (): void => {
    for (const part of parts) part.close();
  };
  return { obey, joins, rooms, relay, check: headCheck.check, close };
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
  const passing = createPassage(state);
  const subscriber = subscribe({ ...needs, ...passing, meters: state.meters, cutAll: closing.cutAll });

  const isSubscribed = (): boolean => subscriber.isReady();
  const isReady = (): boolean => isSubscribed() && !closing.hasBegun();
  limitInbound(io, state.meters);
  const requests = {
    [requestNames.refresh]: createRefresh({ ...state, rooms: passing.rooms }),
    [requestNames.sync]: createSync({ bringIn: passing.joins.begin, meters: state.meters }),
  };
  acceptConnections({
    ...state,
    io,
    rooms: passing.rooms,
    authenticate: createAuthenticate({
      ...state,
      obey: passing.obey,
      isSubscribed,
      isDraining: closing.hasBegun,
    }),
    listen: createInbound({ requests, meters: state.meters, logger }),
    isReady,
  });

  const close = async (): Promise<void> => {
    await closing.run();
    for (const part of [passing, state.leases, state.tokensInUse]) part.close();
    await Promise.all([subscriber.close(), commands.close()]);
  };
  return { port: http.port, isReady, close };
}
