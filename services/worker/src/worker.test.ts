import { createJobs } from '@convomatic/api/jobs';
import { createDatabase } from '@convomatic/kit/database';
import type { Database } from '@convomatic/kit/database';
import { createEventLog } from '@convomatic/kit/event-log/event-log';
import { createLogger } from '@convomatic/kit/logger';
import { createMetrics } from '@convomatic/kit/metrics';
import { createRedis } from '@convomatic/kit/redis';
import type { RedisConnection } from '@convomatic/kit/redis';
import { testDatabase } from '@convomatic/kit/testing/postgres';
import type { TestDatabase } from '@convomatic/kit/testing/postgres';
import { testRedis } from '@convomatic/kit/testing/redis';
import type { TestRedis } from '@convomatic/kit/testing/redis';
import { startService } from '@convomatic/kit/testing/service';
import { until } from '@convomatic/kit/testing/until';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bePresent, insertLiveProject, insertWaiting } from './study.build.ts';
import type { LiveProject } from './study.build.ts';
import { createWorker } from './worker.ts';

let postgres: TestDatabase;
let redisServer: TestRedis;
let database: Database;
let connection: RedisConnection;
const lines: string[] = [];
const logger = createLogger({
  service: 'worker',
  level: 'info',
  destination: { write: (line: string) => lines.push(line) },
});
const closers: (() => Promise<void>)[] = [];

/** A worker with connections of its own, as another process has them. */
const startWorker = async () => {
  const own = createDatabase({ url: postgres.url, logger, applicationName: 'worker-test' });
  const { redis, close } = createRedis({ url: redisServer.url, logger, name: 'worker-test' });
  await until(() => redis.status === 'ready');
  const jobs = createJobs({
    database: own,
    redis,
    logger,
    config: { MAIL_FROM: 'test@example.org', EVENTS_RETENTION_DAYS: 30 },
  });
  const metrics = createMetrics({ prefix: 'chat_worker_' });
  const worker = createWorker({ jobs, pool: own.pool, redis, logger, metrics });
  closers.push(async () => {
    await worker.close();
    await jobs.close();
    await close();
    await own.close();
  });
  return metrics;
};

beforeAll(async () => {
  postgres = await testDatabase();
  redisServer = await testRedis();
  database = createDatabase({ url: postgres.url, logger, applicationName: 'test' });
  connection = createRedis({ url: redisServer.url, logger, name: 'test' });
  await until(() => connection.redis.status === 'ready');
});
afterAll(async () => {
  await Promise.all(closers.map((close) => close()));
  await connection.close();
  await database.close();
  await redisServer.close();
  await postgres.close();
});

type Talk = { id: number; state: string; closed_reason: string | null };

const talksOf = async ({ id }: LiveProject): Promise<Talk[]> =>
  database
    .knex('sessions')
    .where({ project_id: id })
    .orderBy('id')
    .select<Talk[]>('id', 'state', 'closed_reason');

type Delivery = { session_id: number; seq: number; in_time: boolean };

const deliveriesOf = async (sessionIds: number[]): Promise<Delivery[]> =>
  database
    .knex('prompt_deliveries')
    .whereIn('session_id', sessionIds)
    .select<Delivery[]>('session_id', 'seq', database.knex.raw('delivered_at >= due_at as in_time'));

describe('two workers', () => {
  it('match, deliver each prompt once and never early, and end each session once', async () => {
    const metrics = [await startWorker(), await startWorker()];
    const offsets = [0, 200, 200, 450, 700, 1_000];
    const project = await insertLiveProject(database.knex, { duration_ms: 1_500, group_target: 2, offsets });
    const people = await insertWaiting(database.knex, project, 12);
    await bePresent(connection.redis, project, people);

    await until(async () => {
      const talks = await talksOf(project);
      return talks.length === 6 && talks.every(({ state }) => state === 'closed');
    });

    const ids = (await talksOf(project)).map(({ id }) => id);
    const deliveries = await deliveriesOf(ids);
    expect(deliveries).toHaveLength(6 * offsets.length);
    expect(deliveries.every(({ in_time }) => in_time)).toBe(true);
    for (const id of ids) {
      const kinds = await database
        .knex('events')
        .where({ room: `group-${String(id)}` })
        .orderBy('seq')
        .pluck<string[]>('kind');
      expect(kinds).toEqual(['session.started', ...offsets.map(() => 'prompt.delivered'), 'session.closed']);
      const own = deliveries.filter(({ session_id }) => session_id === id).map(({ seq }) => seq);
      expect(own.toSorted()).toEqual([2, 3, 4, 5, 6, 7]);
    }
    const outcomes = await database
      .knex('participants')
      .where({ project_id: project.id })
      .pluck<string[]>('outcome');
    expect(outcomes).toEqual(people.map(() => 'completed'));
    const texts = await Promise.all(metrics.map(({ registry }) => registry.metrics()));
    const counted = texts.map((text) => Number(/prompt_lateness_seconds_count (\d+)/.exec(text)?.[1]));
    expect(counted.reduce((sum, count) => sum + count, 0)).toBe(6 * offsets.length);
  });

  it('publish what was committed by a process that was killed', async () => {
    await database.knex('events').insert({
      room: 'user-999',
      seq: 1,
      kind: 'login.revoked',
      records: '{}',
      occurred_at: database.knex.raw("clock_timestamp() - interval '1 s'"),
    });
    const open = database.knex('events').where({ room: 'user-999' }).whereNull('published_at');
    await until(async () => (await open.clone().pluck('id')).length === 0);
  });

  it('run a queued job once', async () => {
    const mail = { to: 'someone@example.org', subject: 'Hello', text: 'A mail for a test' };
    await database.knex.raw(`select graphile_worker.add_job('mail.send', ?::json)`, [JSON.stringify(mail)]);
    await until(() => lines.some((line) => line.includes('A mail for a test')));
    await until(async () => (await database.knex('graphile_worker.jobs').pluck('id')).length === 0);
    expect(lines.filter((line) => line.includes('A mail for a test'))).toHaveLength(1);
  });

  it('go on by themselves after Redis was away', async () => {
    await redisServer.kill();
    const project = await insertLiveProject(database.knex, {
      duration_ms: 60_000,
      group_target: 2,
      offsets: [0],
    });
    const people = await insertWaiting(database.knex, project, 2);
    await until(() => lines.some((line) => line.includes('"loop":"matching"')));
    await redisServer.restart();
    await until(async () => {
      await bePresent(connection.redis, project, people);
      return (await talksOf(project)).length === 1;
    });
  });
});

describe('a worker', () => {
  it('refills the log of a Redis that was restarted empty, at once', async () => {
    await startWorker();
    await database.knex('rooms').insert({ name: 'group-998', seq: 1 });
    await database
      .knex('events')
      .insert({ room: 'group-998', seq: 1, kind: 'session.started', records: '{}' });
    const log = createEventLog(connection.redis);
    await until(async () => (await log.head('group-998'))?.top === 1);
    await redisServer.restart();
    const begun = performance.now();
    await until(async () => (await log.read({ room: 'group-998', after: 0 }))?.entries.length === 1);
    expect(performance.now() - begun).toBeLessThan(4_000);
  });

  it('removes events that are older than the setting says when it starts', async () => {
    const old = database.knex.raw("clock_timestamp() - interval '31 days'");
    const row = { room: 'group-997', seq: 1, kind: 'session.started', records: '{}', occurred_at: old };
    await database.knex('events').insert({ ...row, published_at: old });
    await startWorker();
    await until(async () => (await database.knex('events').where({ room: 'group-997' })).length === 0);
  });
});

describe('the process', () => {
  it('becomes ready, shows its metrics, and ends in order', async () => {
    const env = { DATABASE_URL: postgres.url, REDIS_URL: redisServer.url, LOG_LEVEL: 'info' };
    const service = await startService({ name: 'worker', env });
    const metrics = await (await fetch(`${service.url}/metrics`)).text();
    expect(metrics).toContain('chat_worker_prompt_lateness_seconds_bucket');
    expect(metrics).toContain('chat_worker_publish_backlog_seconds');
    expect(metrics).toContain('chat_worker_redis_may_evict');
    expect(await service.stop()).toBe(0);
  });
});
