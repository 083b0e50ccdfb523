import { recordsChannel } from '@convomatic/contracts/names';
import { createDatabase } from '@convomatic/kit/database';
import type { Database } from '@convomatic/kit/database';
import { createLogger } from '@convomatic/kit/logger';
import { createRedis } from '@convomatic/kit/redis';
import type { RedisConnection } from '@convomatic/kit/redis';
import { testDatabase } from '@convomatic/kit/testing/postgres';
import { testRedis } from '@convomatic/kit/testing/redis';
import { until } from '@convomatic/kit/testing/until';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { createPublisher } from './publisher.ts';
import { createUnitOfWork } from './unit-of-work.ts';

const logger = createLogger({ service: 'test', level: 'silent' });
const closers: (() => unknown)[] = [];
let database: Database;
let redisServer: Awaited<ReturnType<typeof testRedis>>;
let connection: RedisConnection;

beforeEach(async () => {
  const postgres = await testDatabase();
  redisServer = await testRedis();
  database = createDatabase({ url: postgres.url, logger, applicationName: 'test' });
  connection = createRedis({ url: redisServer.url, logger, name: 'test' });
  await until(() => connection.redis.status === 'ready');
  closers.push(postgres.close, redisServer.close, database.close, connection.close);
});
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

const listen = async (): Promise<{ room: string; seq: number }[]> => {
  const received: { room: string; seq: number }[] = [];
  const subscriber = connection.redis.duplicate({ enableOfflineQueue: true });
  closers.push(() => {
    subscriber.disconnect();
  });
  subscriber.on('message', (_channel, text) =>
    received.push(JSON.parse(text) as { room: string; seq: number }),
  );
  await subscriber.subscribe(recordsChannel);
  return received;
};

const say = (publisher: ReturnType<typeof createPublisher> | null) =>
  createUnitOfWork({ knex: database.knex, publish: publisher?.publish ?? (() => undefined) })(
    ({ record }) => {
      record(['group-1'], () => [{ room: 'group-1', team_id: 1, kind: 'login.revoked', records: {} }]);
      return Promise.resolve();
    },
  );

const unpublished = async (): Promise<number> => {
  const rows = await database.knex('events').whereNull('published_at').select('id');
  return rows.length;
};

it('publishes after the commit and marks what went out', async () => {
  const publisher = createPublisher({ knex: database.knex, redis: connection.redis, logger });
  const received = await listen();
  await say(publisher);
  await until(() => received.length === 1);
  expect(received[0]).toMatchObject({ room: 'group-1', seq: 1, team_id: 1, kind: 'login.revoked' });
  await until(async () => (await unpublished()) === 0);
});

it('sweeps what a process committed and did not publish because it was killed', async () => {
  await say(null);
  const publisher = createPublisher({ knex: database.knex, redis: connection.redis, logger });
  const received = await listen();
  await until(async () => (await publisher.sweep()) === 1);
  await until(() => received.length === 1);
  expect(await unpublished()).toBe(0);
});

it('leaves events to the sweep while Redis is away, and loses none', async () => {
  const publisher = createPublisher({ knex: database.knex, redis: connection.redis, logger });
  await redisServer.kill();
  await say(publisher);
  await say(publisher);
  expect(await publisher.sweep()).toBe(0);
  await redisServer.restart();
  await until(() => connection.redis.status === 'ready');
  const received = await listen();
  await until(async () => {
    await publisher.sweep();
    return received.length === 2;
  });
  expect(received.map((event) => event.seq)).toEqual([1, 2]);
});
