import { controlChannel, recordsChannel } from '@convomatic/contracts/names';
import type { EventKind } from '@convomatic/contracts/names';
import { createDatabase } from '@convomatic/kit/database';
import type { Database } from '@convomatic/kit/database';
import { createEventLog } from '@convomatic/kit/event-log/event-log';
import { createLogger } from '@convomatic/kit/logger';
import { createMetrics } from '@convomatic/kit/metrics';
import type { Metrics } from '@convomatic/kit/metrics';
import { createRedis } from '@convomatic/kit/redis';
import type { Redis } from '@convomatic/kit/redis';
import { createFaultProxy } from '@convomatic/kit/testing/fault-proxy';
import { testDatabase } from '@convomatic/kit/testing/postgres';
import { testRedis } from '@convomatic/kit/testing/redis';
import { until } from '@convomatic/kit/testing/until';
import { readAuditMark, writeAuditMark } from './audit-mark.ts';
import { createRealtime } from './realtime.ts';
import type { Realtime } from './realtime.ts';
import { createUnitOfWork } from './unit-of-work.ts';

export type Heard = { room: string; seq: number; id: number };

/** Postgres, a Redis behind a proxy that can be frozen, and a bare client that listens. */
export const createScene = async () => {
  const closers: (() => unknown)[] = [];
  const lines: string[] = [];
  const logger = createLogger({
    service: 'test',
    level: 'info',
    destination: { write: (line: string) => lines.push(line) },
  });
  const postgres = await testDatabase();
  closers.push(postgres.close);
  const redisServer = await testRedis();
  const proxy = await createFaultProxy({ port: redisServer.port });
  const openDatabase = (url: string): Database => {
    const opened = createDatabase({ url, logger, applicationName: 'test' });
    closers.push(opened.close);
    return opened;
  };
  const database = openDatabase(postgres.url);
  const { knex } = database;
  const direct = createRedis({ url: redisServer.url, logger, name: 'direct' });
  closers.push(redisServer.close, proxy.close, direct.close);
  await until(() => direct.redis.status === 'ready');

  /** The api or a worker: a connection of its own, through the proxy. */
  const addProcess = async ({ knex = database.knex } = {}): Promise<
    Realtime & { redis: Redis; metrics: Metrics }
  > => {
    const { redis, close } = createRedis({ url: proxy.urlLike(redisServer.url), logger, name: 'process' });
    await until(() => redis.status === 'ready');
    const metrics = createMetrics({ prefix: 'chat_test_' });
    const realtime = createRealtime({ knex, redis, logger, metrics });
    closers.push(close, realtime.close);
    return { ...realtime, redis, metrics };
  };

  /** Commits events in a room, and publishes them where somebody is given who does. */
  const say = (
    room: string,
    by?: Realtime,
    { count = 1, kind = 'login.revoked' }: { count?: number; kind?: EventKind } = {},
  ) =>
    createUnitOfWork({ knex, publish: by?.publish ?? (() => undefined) })(({ record }) => {
      const one = { room, team_id: null, kind, records: {} };
      record([room], () => Array.from({ length: count }, () => one));
      return Promise.resolve();
    });

  const listen = async (channel = recordsChannel): Promise<Heard[]> => {
    const heard: Heard[] = [];
    const subscriber = direct.redis.duplicate({ enableOfflineQueue: true });
    closers.push(() => {
      subscriber.disconnect();
    });
    subscriber.on('message', (_channel, text) => heard.push(JSON.parse(text) as Heard));
    await subscriber.subscribe(channel);
    return heard;
  };

  const log = createEventLog(direct.redis);

  return {
    knex,
    database,
    databaseUrl: postgres.url,
    openDatabase,
    redis: direct.redis,
    redisServer,
    proxy,
    lines,
    log,
    addProcess,
    say,
    listen,
    listenToControl: () => listen(controlChannel) as Promise<unknown[]>,
    /** Numbers that the log of a room holds. */
    logged: async (room: string): Promise<number[]> =>
      ((await log.read({ room, after: 0 }))?.entries ?? []).map(({ seq }) => seq),
    unpublished: async (): Promise<number> =>
      (await knex('events').whereNull('published_at').select('id')).length,
    /** So that the sweep does not take them for the fast path's. */
    age: () =>
      knex('events')
        .whereNull('published_at')
        .update({ occurred_at: knex.raw("clock_timestamp() - interval '1 s'") }),
    /** Everything happened so much earlier; a negative time is a clock that was put back. */
    passed: async (time: string): Promise<void> => {
      await knex.raw('update events set occurred_at = occurred_at - ?::interval', [time]);
      await knex.raw('update rooms set updated_at = updated_at - ?::interval', [time]);
      const mark = await readAuditMark(direct.redis);
      if (!mark) return;
      const { rows } = await knex.raw<{ rows: [{ passed_at: string }] }>(
        'select iso(?::timestamptz - ?::interval) as passed_at',
        [mark.passed_at, time],
      );
      await writeAuditMark(direct.redis, { ...mark, ...rows[0] });
    },
    close: async (): Promise<void> => {
      for (const close of closers.toReversed()) await close();
    },
  };
};

export type RealtimeScene = Awaited<ReturnType<typeof createScene>>;

export const oneTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);
