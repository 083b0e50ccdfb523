import { groupRoom } from '@convomatic/contracts/names';
import { createDatabase } from '@convomatic/kit/database';
import type { Database } from '@convomatic/kit/database';
import { createLogger } from '@convomatic/kit/logger';
import { createRedis } from '@convomatic/kit/redis';
import type { RedisConnection } from '@convomatic/kit/redis';
import { testDatabase } from '@convomatic/kit/testing/postgres';
import type { TestDatabase } from '@convomatic/kit/testing/postgres';
import { testRedis } from '@convomatic/kit/testing/redis';
import type { TestRedis } from '@convomatic/kit/testing/redis';
import { startService } from '@convomatic/kit/testing/service';
import type { RunningService } from '@convomatic/kit/testing/service';
import { until } from '@convomatic/kit/testing/until';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bePresent, insertLiveProject, insertWaiting } from './study.build.ts';
import type { LiveProject } from './study.build.ts';

let postgres: TestDatabase;
let redisServer: TestRedis;
let database: Database;
let connection: RedisConnection;
const workers: RunningService[] = [];
const logger = createLogger({ service: 'test', level: 'silent' });

beforeAll(async () => {
  postgres = await testDatabase();
  redisServer = await testRedis();
  // It holds a room for longer than a service may.
  database = createDatabase({ url: postgres.url, logger, applicationName: 'test', longRunning: true });
  connection = createRedis({ url: redisServer.url, logger, name: 'test' });
  await until(() => connection.redis.status === 'ready');
});
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.kill()));
  await connection.close();
  await database.close();
  await redisServer.close();
  await postgres.close();
});

const startWorker = async (): Promise<RunningService> => {
  const env = { DATABASE_URL: postgres.url, REDIS_URL: redisServer.url, LOG_LEVEL: 'warn' };
  const worker = await startService({ name: 'worker', env });
  workers.push(worker);
  return worker;
};

const talkOf = ({ id }: LiveProject) =>
  database
    .knex('sessions')
    .where({ project_id: id })
    .first<{ id: number; state: string } | undefined>('id', 'state');

/** Connections that wait for a lock that somebody else has. */
const countWaiting = async (): Promise<number> => {
  const { rows } = await database.knex.raw<{ rows: [{ count: number }] }>(
    `select count(*)::int as count from pg_stat_activity
     where application_name = 'convomatic-worker' and wait_event_type = 'Lock'`,
  );
  return rows[0].count;
};

/** Holds the room of a talk until the worker, which has claimed what is due there, waits for it. */
const stopWhileDelivering = async (worker: RunningService, room: string): Promise<void> => {
  await database.knex.transaction(async (trx) => {
    await trx('rooms').where({ name: room }).forUpdate().first('name');
    await until(async () => (await countWaiting()) > 0, {
      what: 'a delivery that waits',
      deadlineMs: 30_000,
    });
    process.kill(worker.pid(), 'SIGSTOP');
  });
};

describe('a worker that is frozen in the middle of a delivery', () => {
  it('delivers nothing twice and loses nothing, and neither does the one beside it', async () => {
    const frozen = await startWorker();
    const offsets = Array.from({ length: 30 }, (_, index) => index * 200);
    const project = await insertLiveProject(database.knex, { duration_ms: 8_000, group_target: 2, offsets });
    await bePresent(connection.redis, project, await insertWaiting(database.knex, project, 2));
    const talk = await until(() => talkOf(project), { what: 'a talk' });
    const room = groupRoom(talk.id);

    await stopWhileDelivering(frozen, room);
    await startWorker();
    const isClosed = async () => (await talkOf(project))?.state === 'closed';
    // Its transaction ended without it, so that the other could go on; then it wakes up in the middle of things.
    const delivered = database.knex('prompt_deliveries').where({ session_id: talk.id });
    await until(async () => (await delivered.clone().whereNotNull('delivered_at')).length > 20, {
      what: 'deliveries by the other worker',
      deadlineMs: 30_000,
    });
    process.kill(frozen.pid(), 'SIGCONT');
    await until(isClosed, { what: 'the end of the talk', deadlineMs: 30_000 });

    const kinds = await database.knex('events').where({ room }).orderBy('seq').pluck<string[]>('kind');
    expect(kinds).toEqual(['session.started', ...offsets.map(() => 'prompt.delivered'), 'session.closed']);
    const rows = await delivered
      .clone()
      .orderBy('rank')
      .select<{ seq: number; in_time: boolean }[]>(
        'seq',
        database.knex.raw('delivered_at >= due_at as in_time'),
      );
    expect(rows.map(({ seq }) => seq).toSorted((one, other) => one - other)).toEqual(
      offsets.map((_, index) => index + 2),
    );
    expect(rows.every(({ in_time }) => in_time)).toBe(true);
  }, 180_000);
});
