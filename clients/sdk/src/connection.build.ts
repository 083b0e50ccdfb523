import { createEventLog } from '@convomatic/kit/event-log/event-log';
import { createLogger } from '@convomatic/kit/logger';
import { createRedis } from '@convomatic/kit/redis';
import { createFaultProxy } from '@convomatic/kit/testing/fault-proxy';
import { testRedis } from '@convomatic/kit/testing/redis';
import { startService } from '@convomatic/kit/testing/service';
import type { RunningService } from '@convomatic/kit/testing/service';
import { until } from '@convomatic/kit/testing/until';
import type { CurrentUser, Event, RoomPositions } from '@convomatic/contracts';
import {
  currentUserKey,
  groupRoom,
  noticeRoom,
  recordsChannel,
  systemNoticeChannel,
  userRoom,
} from '@convomatic/contracts/names';
import type { ApiError } from './api-error.ts';
import { createConnection } from './connection.ts';
import type { Connection } from './connection.ts';
import type { LinkOptions } from './link.ts';
import type { Status } from './status.ts';

const logger = createLogger({ service: 'test', level: 'silent' });

/** How an event travels after it was stored: published, published twice, published after the next, or lost on the way. */
export type Fate = 'once' | 'twice' | 'late' | 'lost';

export interface State {
  rooms: RoomPositions;
  seqs: number[];
}

const message: Pick<Event, 'kind' | 'records'> = { kind: 'message.created', records: {} };

/** Nobody listens there: what is appended reaches the log alone. */
const nowhere = 'nowhere';

/** The api's part for one person in one group: a store that is never wrong, `/current_users`, and the log in Redis. */
export async function createLog(redisUrl: string, id: number) {
  const { redis, close } = createRedis({ url: redisUrl, logger, name: 'test' });
  await until(() => redis.status === 'ready');
  const events = createEventLog(redis);
  const texts = new Map<string, string[]>();
  const late: string[] = [];
  const user: CurrentUser = { id, name: 'Ada', group_ids: [id], login_id: id };
  const room = groupRoom(id);
  const ofUser = userRoom(id);
  const textsOf = (name: string): string[] => texts.get(name) ?? [];

  const log = {
    ...{ user, room, ofUser, redis, close },
    token: `token-${String(id)}`,
    epoch: 1,
    boots: 0,
    /** Thrown by boot and load instead of an answer. */
    failure: null as ApiError | null,
    serverTime: () => new Date(),
    last: (name: string): number => textsOf(name).length,
    boot: async () => {
      log.boots += 1;
      if (log.failure) throw log.failure;
      const value = { ...user, seq: log.last(ofUser) };
      // A Redis that is away keeps nobody from the state; the channel server says then what is missing.
      await redis.set(currentUserKey(log.token), JSON.stringify(value), 'EX', 1_800).catch(() => undefined);
      return { channel_token: log.token, server_time: log.serverTime().toISOString() };
    },
    load: (name: string) => (): Promise<State> => {
      if (log.failure) return Promise.reject(log.failure);
      const seqs = Array.from({ length: log.last(name) }, (_, index) => index + 1);
      return Promise.resolve({ rooms: { [name]: log.last(name) }, seqs });
    },
    /** What the worker does after Redis was emptied. */
    refill: (name: string) =>
      events.refill({
        ...{ room: name, epoch: log.epoch, last: log.last(name) },
        texts: textsOf(name).slice(-256),
      }),
    /** The heads of rooms in which nothing has happened yet, as boot writes them. */
    ensure: () =>
      events.ensure([room, ofUser].map((name) => ({ room: name, epoch: log.epoch, top: log.last(name) }))),
    /** Stored, and known to nobody but the store. */
    store: (name: string, what: Pick<Event, 'kind' | 'records'> = message): string => {
      const seq = log.last(name) + 1;
      const event: Event = {
        ...{ room: name, team_id: 1, seq, id: seq, at: '2026-01-01T00:00:00.000Z' },
        ...what,
      };
      const text = JSON.stringify(event);
      texts.set(name, [...textsOf(name), text]);
      return text;
    },
    commit: async (
      name: string,
      fate: Fate = 'once',
      what: Pick<Event, 'kind' | 'records'> = message,
    ): Promise<void> => {
      const text = log.store(name, what);
      const channel = fate === 'late' || fate === 'lost' ? nowhere : recordsChannel;
      const entry = { room: name, epoch: log.epoch, seq: log.last(name), text, channel };
      await events.append(entry).catch(() => undefined);
      const due = late.splice(0);
      if (fate === 'late') late.push(text);
      for (const held of due) await redis.publish(recordsChannel, held);
    },
    notice: async (text: string): Promise<void> => {
      const seq = log.last(noticeRoom) + 1;
      const at = new Date().toISOString();
      const published = JSON.stringify({ type: 'info', message: text, seq, id: seq, at });
      texts.set(noticeRoom, [...textsOf(noticeRoom), published]);
      const entry = {
        room: noticeRoom,
        epoch: log.epoch,
        seq,
        text: published,
        channel: systemNoticeChannel,
      };
      await events.append(entry);
    },
  };
  await log.ensure();
  return log;
}

export type Log = Awaited<ReturnType<typeof createLog>>;

/** A screen that keeps what it was given and notes every break of the order. */
export function openScreen(connection: Connection, log: Log, room = log.room) {
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

let people = 0;

/** Redis, and channel nodes behind a proxy that can be cut or lead to another node. */
export async function createScene() {
  const redis = await testRedis();
  const nodes: RunningService[] = [];
  const addNode = async (env: Record<string, string> = {}): Promise<RunningService> => {
    const node = await startService({
      name: 'channels',
      env: { REDIS_URL: redis.url, LOG_LEVEL: 'warn', ...env },
    });
    nodes.push(node);
    return node;
  };
  const target = { port: (await addNode()).port };
  const proxy = await createFaultProxy(target);
  const url = `http://127.0.0.1:${String(proxy.port)}`;
  const connections: Connection[] = [];
  const logs: Log[] = [];

  const scene = {
    ...{ redis, nodes, proxy, target, addNode, url },
    /** A person that no other test knows, in a group of their own. */
    addPerson: async (): Promise<Log> => {
      people += 1;
      const log = await createLog(redis.url, people);
      logs.push(log);
      return log;
    },
    connect: (log: Log, options: Partial<LinkOptions> = {}) => {
      const connection = createConnection({ url, boot: log.boot, ...options });
      connections.push(connection);
      const statuses: Status[] = [];
      connection.onStatus((status) => statuses.push(status));
      return Object.assign(connection, { statuses });
    },
    /** After each test: nobody is connected, and the way is free again. */
    clear: async (): Promise<void> => {
      for (const connection of connections.splice(0)) connection.close();
      proxy.restore();
      target.port = nodes[0]?.port ?? 0;
      await Promise.all(logs.splice(0).map((log) => log.close()));
    },
    close: async (): Promise<void> => {
      await proxy.close();
      await Promise.all(nodes.map((node) => node.kill()));
      await redis.close();
    },
  };
  return scene;
}

export type Scene = Awaited<ReturnType<typeof createScene>>;

export const isLive = (connection: Connection): Promise<boolean> =>
  until(() => connection.status() === 'live', { what: 'live', deadlineMs: 30_000 });

export const isOffline = (connection: Connection): Promise<boolean> =>
  until(() => connection.status() === 'offline', { what: 'offline', deadlineMs: 30_000 });

export const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);
