import { createEventLog } from '@convomatic/kit/event-log/event-log';
import { createHealth } from '@convomatic/kit/health';
import { createHttpApp, listen } from '@convomatic/kit/http';
import type { Logger } from '@convomatic/kit/logger';
import type { Metrics } from '@convomatic/kit/metrics';
import { createRedis } from '@convomatic/kit/redis';
import type { Redis } from '@convomatic/kit/redis';
import { createIsTrusted } from '@convomatic/kit/trusted-proxies';
import { Server } from 'socket.io';
import type { ServerOptions } from 'socket.io';
import { createCanary } from './canary.ts';
import { createClosing } from './closing.ts';
import type { Closing } from './closing.ts';
import {
  acceptConnections,
  addressOf,
  createAuthenticate,
  createConnectLimit,
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
import type { LocalRoom } from './local-rooms.ts';
import { createMeters } from './meters.ts';
import type { Meters } from './meters.ts';
import {
  createLeases,
  createNodes,
  createPresence,
  createTyping,
  hearNodes,
  joinCluster,
} from './presence/index.ts';
import type { Presence } from './presence/index.ts';
import {
  createCheckedLog,
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
  /** Whose X-Forwarded-For is believed. */
  trustedProxies?: string;
  /** How many connections one address may ask for in a minute. */
  connectsAMinute?: number;
  /** Over how long connections are sent to other nodes before this one ends. */
  drainMs?: number;
  hasCanary?: boolean;
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
  const log = createEventLog(redis);
  return {
    meters,
    logger,
    redis,
    log: { ...log, ...createCheckedLog(log) },
    localRooms: createLocalRooms(),
    leases: createLeases({ redis, meters, logger }),
    tokensInUse: createTokensInUse({ redis, tokenSeconds, meters, logger }),
    currentUsers: createCurrentUsers({ redis, logger }),
  };
}

/** Who is there and who types, on all nodes. */
function createCompany(state: State, io: ChannelsServer) {
  const { localRooms } = state;
  const nodes = createNodes({ io, localRooms });
  const presence = createPresence({ ...state, nodes });
  const typing = createTyping({ ...state, nodes });
  localRooms.observe(presence.observer);
  hearNodes(io, { ...presence, asked: nodes.answer, typing: typing.tell });
  const close = (): void => {
    presence.close();
    nodes.close();
  };
  return { presence, typing, close };
}

/** From what is published to the connections, in order and without a gap. */
function createPassage(state: State, { greet }: Presence) {
  const { localRooms } = state;
  const slowConsumers = createSlowConsumers();
  const delivery = createDelivery({ onBehind: slowConsumers.watch, logger: state.logger });
  // An event may change who is in a room, and coming into a room sends events: each needs the other.
  const obey = (room: LocalRoom, text: string): void => {
    if (room.name.startsWith('user-')) orders(room.name, text, localRooms.find(room.name)?.members ?? []);
  };
  const writer = createRoomWriter({ ...state, delivery, obey });
  const streams = createStreams({ ...state, writer });
  const joins = createJoins({ ...state, streams, delivery, onLive: greet });
  const rooms = createRooms({
    ...state,
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
  return { obey: orders, follow: streams.open, joins, rooms, relay, check: headCheck.check, close };
}

type Needs = ChannelsNeeds & { state: State; io: ChannelsServer; closing: Closing };

/** Between Redis and this node's connections. */
function connectParts({ state, io, closing, ...needs }: Needs) {
  const company = createCompany(state, io);
  const passing = createPassage(state, company.presence);
  const subscriber = subscribe({ ...needs, ...passing, meters: state.meters, cutAll: closing.cutAll });
  const cluster = joinCluster(io, { ...needs, onHeard: company.presence.askAgain });
  const isSubscribed = (): boolean => subscriber.isReady();
  const isTrusted = createIsTrusted(needs.trustedProxies ?? 'loopback');
  const isAllowed = createConnectLimit(needs.connectsAMinute ?? 3_000);
  const { meters, logger } = state;
  const requests = {
    [requestNames.refresh]: createRefresh({ ...state, rooms: passing.rooms }),
    [requestNames.sync]: createSync({ bringIn: passing.joins.begin, meters }),
    [requestNames.typing]: company.typing.request,
  };

  limitInbound(io, meters);
  acceptConnections({
    ...state,
    io,
    rooms: passing.rooms,
    isAllowed: (handshake) => isAllowed(addressOf(handshake, isTrusted)),
    authenticate: createAuthenticate({ ...state, ...passing, isSubscribed, isDraining: closing.hasBegun }),
    listen: createInbound({ requests, meters, logger }),
    isReady: () => isSubscribed() && !closing.hasBegun(),
  });
  const close = async (): Promise<void> => {
    for (const part of [passing, company, state.leases, state.tokensInUse]) part.close();
    await Promise.all([subscriber.close(), cluster.close()]);
  };
  return { isSubscribed, close };
}

/** Loopback, unless the node listens on one address alone. */
const ownUrl = (host: string, port: number): string =>
  `ws://${['::', '0.0.0.0'].includes(host) ? '127.0.0.1' : hostOf(host)}:${String(port)}`;

const hostOf = (host: string): string => (host.includes(':') ? `[${host}]` : host);

/** One node: from Redis to its own connections. */
export async function createChannels(needs: ChannelsNeeds): Promise<Channels> {
  const { logger, metrics, host, port } = needs;
  const commands = createRedis({ url: needs.redisUrl, logger, name: 'channels' });
  const state = createState(needs, commands.redis, createMeters(metrics));

  const health = createHealth({ checks: { subscription: () => parts.isSubscribed() } });
  const http = await listen(createHttpApp({ logger, health, metrics, parseBodies: false }), port, { host });
  const io: ChannelsServer = new Server(http.server, socketOptions);
  const closing = createClosing({ io, http, health, drainMs: needs.drainMs ?? 0 });
  const parts = connectParts({ ...needs, state, io, closing });
  const canary = needs.hasCanary ? createCanary({ ...state, io, url: ownUrl(host, http.port) }) : null;

  const close = async (): Promise<void> => {
    await Promise.all([canary?.close(), closing.run()]);
    await parts.close();
    await commands.close();
  };
  return { port: http.port, isReady: () => parts.isSubscribed() && !closing.hasBegun(), close };
}
