import { createLogger } from '@convomatic/kit/logger';
import { createMetrics } from '@convomatic/kit/metrics';
import { createRedis } from '@convomatic/kit/redis';
import { createFaultProxy } from '@convomatic/kit/testing/fault-proxy';
import { testRedis } from '@convomatic/kit/testing/redis';
import { until } from '@convomatic/kit/testing/until';
import type { CurrentUser, Event, RoomPositions } from '@convomatic/contracts';
import { currentUserKey, recordsChannel, systemNoticeChannel } from '@convomatic/contracts/names';
import { createChannels } from '../../../services/channels/src/server.ts';
import type { ApiError } from './api-error.ts';
import { createConnection } from './connection.ts';
import type { Connection } from './connection.ts';
import type { LinkOptions } from './link.ts';
import type { Status } from './status.ts';

const logger = createLogger({ service: 'test', level: 'silent' });

/** How an event travels after it was stored: published, published twice, published after the next, or lost. */
export type Fate = 'once' | 'twice' | 'late' | 'lost';

export interface State {
  rooms: RoomPositions;
  seqs: number[];
}

/** The api's part: a log that is never wrong, `/current_users`, and publishing that may fail. */
export async function createLog(redisUrl: string) {
  const { redis, close } = createRedis({ url: redisUrl, logger, name: 'test' });
  await until(() => redis.status === 'ready');
  const numbers = new Map<string, number>();
  const late: Event[] = [];
  const user: CurrentUser = { id: 1, name: 'Ada', group_ids: [7], login_id: 11 };
  const log = {
    user,
    token: 'ada',
    redis,
    close,
    boots: 0,
    /** Thrown by boot and load instead of an answer. */
    failure: null as ApiError | null,
    serverTime: () => new Date(),
    last: (room: string): number => numbers.get(room) ?? 0,
    boot: async () => {
      log.boots += 1;
      if (log.failure) throw log.failure;
      const value = { ...user, seq: log.last('user-1') };
      // A Redis that is away keeps nobody from the state; the channel server says then what is missing.
      await redis.set(currentUserKey(log.token), JSON.stringify(value), 'EX', 1_800).catch(() => undefined);
      return { channel_token: log.token, server_time: log.serverTime().toISOString() };
    },
    load: (room: string) => (): Promise<State> => {
      if (log.failure) return Promise.reject(log.failure);
      const seqs = Array.from({ length: log.last(room) }, (_, index) => index + 1);
      return Promise.resolve({ rooms: { [room]: log.last(room) }, seqs });
    },
    publish: (event: Event) => redis.publish(recordsChannel, JSON.stringify(event)).catch(() => 0),
    notice: (notice: object) => redis.publish(systemNoticeChannel, JSON.stringify(notice)),
    commit: async (
      room: string,
      fate: Fate = 'once',
      what: Pick<Event, 'kind' | 'records'> = message,
    ): Promise<void> => {
      const seq = log.last(room) + 1;
      numbers.set(room, seq);
      const event: Event = { room, team_id: 1, seq, id: seq, at: '2026-01-01T00:00:00.000Z', ...what };
      if (fate === 'late') {
        late.push(event);
        return;
      }
      if (fate !== 'lost') await log.publish(event);
      if (fate === 'twice') await log.publish(event);
      for (const held of late.splice(0)) await log.publish(held);
    },
  };
  return log;
}

const message: Pick<Event, 'kind' | 'records'> = { kind: 'message.created', records: {} };

export type Log = Awaited<ReturnType<typeof createLog>>;

/** A screen that keeps what it was given and notes every break of the order. */
export function openScreen(connection: Connection, log: Log, room = 'group-7') {
  const screen = { seqs: [] as number[], faults: [] as string[], failures: [] as unknown[], loads: 0 };
  const view = connection.openView<State>({
    load: () => {
      screen.loads += 1;
      return log.load(room)();
    },
    show: ({ seqs }) => {
      screen.seqs = [...seqs];
    },
    apply: ({ seq }) => {
      const last = screen.seqs.at(-1) ?? 0;
      if (seq !== last + 1) screen.faults.push(`${String(seq)} after ${String(last)}`);
      screen.seqs.push(seq);
    },
    failed: (error) => screen.failures.push(error),
  });
  return Object.assign(screen, { view });
}

/** Redis, one channel node behind a proxy that can be cut, and clients of the SDK. */
export async function createScene() {
  const redis = await testRedis();
  const log = await createLog(redis.url);
  const node = await createChannels({
    redisUrl: redis.url,
    tokenSeconds: 1_800,
    host: '127.0.0.1',
    port: 0,
    logger,
    metrics: createMetrics({ prefix: 'chat_channels_' }),
  });
  await until(node.isReady);
  const proxy = await createFaultProxy({ port: node.port });
  const connections: Connection[] = [];

  return {
    redis,
    log,
    node,
    proxy,
    connect: (options: Partial<LinkOptions> = {}) => {
      const connection = createConnection({
        url: `http://127.0.0.1:${String(proxy.port)}`,
        boot: log.boot,
        ...options,
      });
      connections.push(connection);
      const statuses: Status[] = [];
      connection.onStatus((status) => statuses.push(status));
      return Object.assign(connection, { statuses });
    },
    close: async (): Promise<void> => {
      for (const connection of connections) connection.close();
      await proxy.close();
      await node.close();
      await log.close();
      await redis.close();
    },
  };
}

export type Scene = Awaited<ReturnType<typeof createScene>>;

export const isLive = (connection: Connection): Promise<boolean> =>
  until(() => connection.status() === 'live', { what: 'live', deadlineMs: 30_000 });
