import { currentUserKey, recordsChannel, systemNoticeChannel, userRoom } from '@convomatic/contracts/names';
import type { ConnectErrorCode, EventKind } from '@convomatic/contracts/names';
import { createEventLog } from '@convomatic/kit/event-log/event-log';
import { createLogger } from '@convomatic/kit/logger';
import { createMetrics } from '@convomatic/kit/metrics';
import { createRedis } from '@convomatic/kit/redis';
import { testRedis } from '@convomatic/kit/testing/redis';
import { until } from '@convomatic/kit/testing/until';
import { io } from 'socket.io-client';
import type { ManagerOptions, Socket, SocketOptions } from 'socket.io-client';
import { createChannels } from './server.ts';

const logger = createLogger({ service: 'test', level: 'silent' });

type ClientOptions = Partial<ManagerOptions & SocketOptions>;

type Settings = Partial<Parameters<typeof createChannels>[0]>;

/** One node on a free port, subscribed. */
export async function startNode(redisUrl: string, settings: Settings = {}) {
  const metrics = createMetrics({ prefix: 'chat_channels_' });
  const channels = await createChannels({
    redisUrl,
    tokenSeconds: 1_800,
    host: '127.0.0.1',
    port: 0,
    logger,
    metrics,
    ...settings,
  });
  await until(channels.isReady, { what: 'the subscription' });
  return {
    ...channels,
    url: `http://127.0.0.1:${String(channels.port)}`,
    /** The value of a metric with exactly these labels, 0 where it has none yet. */
    count: async (name: string, labels: Record<string, string> = {}): Promise<number> => {
      const metric = await metrics.registry.getSingleMetric(`chat_channels_${name}`)?.get();
      const isIt = (given: object) => JSON.stringify(given) === JSON.stringify(labels);
      return metric?.values.find((value) => isIt(value.labels))?.value ?? 0;
    },
  };
}

export type Node = Awaited<ReturnType<typeof startNode>>;

/** A client that knows the contract alone, and everything that reaches it. */
export function connectBare(url: string, token?: string, options: ClientOptions = {}) {
  const heard: unknown[][] = [];
  const socket: Socket = io(url, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    ...(token !== undefined && { query: { channel_token: token } }),
    ...options,
  });
  socket.onAny((...received: unknown[]) => heard.push(received));
  return { socket, heard };
}

export type BareClient = ReturnType<typeof connectBare>;

export const connected = ({ socket }: BareClient): Promise<unknown> =>
  until(() => socket.connected, { what: 'the connection' });

interface RefusalAnswer {
  code: ConnectErrorCode;
  retry_after_ms?: number;
}

/** Resolves with why a connection was refused. */
export const refused = ({ socket }: BareClient): Promise<RefusalAnswer> =>
  new Promise((resolve) => {
    socket.once('connect_error', (error: Error & { data?: RefusalAnswer }) => {
      if (error.data) resolve(error.data);
    });
  });

/** Resolves with the reason when a connection has ended. */
export const ended = ({ socket }: BareClient): Promise<string> =>
  new Promise((resolve) => socket.once('disconnect', resolve));

interface Told {
  room: string;
  kind: EventKind;
  seq: number;
  records: Record<string, unknown[]>;
}

const textOf = ({ room, seq, kind, records }: Told): string =>
  JSON.stringify({ room, team_id: 1, seq, id: seq, at: '2026-01-01T00:00:00.000Z', kind, records });

/** Writes and publishes as the api does, and as other systems do. */
export function createPublisher(redisUrl: string) {
  const { redis, close } = createRedis({ url: redisUrl, logger, name: 'test' });
  const log = createEventLog(redis);
  const publish = async (channel: string, message: unknown): Promise<void> => {
    await redis.publish(
      channel,
      typeof message === 'string' || Buffer.isBuffer(message) ? message : JSON.stringify(message),
    );
  };
  return {
    redis,
    log,
    close,
    ready: () => until(() => redis.status === 'ready', { what: 'the publisher' }),
    records: (message: unknown) => publish(recordsChannel, message),
    notice: (message: unknown) => publish(systemNoticeChannel, message),
    /** Appends an event to its room's log and publishes it. */
    tell: (told: Told) =>
      log.append({ room: told.room, epoch: 1, seq: told.seq, text: textOf(told), channel: recordsChannel }),
    /** Publishes an event alone, as when it comes twice or its log was lost. */
    repeat: (told: Told) => publish(recordsChannel, textOf(told)),
    /** Is in the log and was never heard: its message was lost. */
    lose: (told: Told) =>
      log.append({ room: told.room, epoch: 1, seq: told.seq, text: textOf(told), channel: '/lost' }),
    /** The value of a token, and where its person's room stands. */
    setUser: async (
      token: string,
      value: { id: number; seq?: number; [field: string]: unknown },
    ): Promise<void> => {
      await redis.set(currentUserKey(token), JSON.stringify(value), 'EX', 1_800);
      if (value.seq !== undefined) await log.ensure([{ room: userRoom(value.id), epoch: 1, top: value.seq }]);
    },
  };
}

/** Redis, nodes, clients and a publisher that end together. */
export async function createScene() {
  const redis = await testRedis();
  const publisher = createPublisher(redis.url);
  await publisher.ready();
  const nodes: Node[] = [];
  const clients: BareClient[] = [];

  return {
    redis,
    publisher,
    addNode: async (settings?: Settings): Promise<Node> => {
      const node = await startNode(redis.url, settings);
      nodes.push(node);
      return node;
    },
    addClient: (...given: Parameters<typeof connectBare>): BareClient => {
      const client = connectBare(...given);
      clients.push(client);
      return client;
    },
    /** All clients go, and the nodes have seen it. */
    endClients: async (): Promise<void> => {
      for (const { socket } of clients.splice(0)) socket.disconnect();
      for (const node of nodes) await until(async () => (await node.count('connections')) === 0);
    },
    close: async (): Promise<void> => {
      for (const { socket } of clients) socket.disconnect();
      await Promise.all(nodes.map((node) => node.close()));
      await publisher.close();
      await redis.close();
    },
  };
}

export type Scene = Awaited<ReturnType<typeof createScene>>;

/** A value of `/current_users/{token}`. */
export const ada = { id: 1, name: 'Ada', group_ids: [7], login_id: 11, seq: 4 };
