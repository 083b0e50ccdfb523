import { createDatabase } from '@convomatic/kit/database';
import type { Database } from '@convomatic/kit/database';
import { createLogger } from '@convomatic/kit/logger';
import { createRedis } from '@convomatic/kit/redis';
import type { Redis } from '@convomatic/kit/redis';
import { testDatabase } from '@convomatic/kit/testing/postgres';
import { testRedis } from '@convomatic/kit/testing/redis';
import type { TestRedis } from '@convomatic/kit/testing/redis';
import { until } from '@convomatic/kit/testing/until';
import type { Express } from 'express';
import type { Knex } from 'knex';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../app.ts';
import { createComponents } from '../components.ts';
import type { Components } from '../components.ts';
import { configSchema } from '../config.ts';

export type TestApi = {
  app: Express;
  knex: Knex;
  database: Database;
  redis: Redis;
  redisServer: TestRedis;
  components: Components;
  publicUrl: string;
  close: () => Promise<void>;
};

/** What our other services say to be let in. */
export const serviceToken = 'a-token-for-tests-that-protects-nothing-at-all';

const page =
  '<!doctype html><html><head><!--project--></head><body><script src="/widget/app.js"></script></body></html>';

const buildWidgetDir = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'convomatic-widget-'));
  await writeFile(join(folder, 'index.html'), page);
  return folder;
};

type Options = { publicUrl?: string };

/** The real api with a database and a Redis of its own, to be asked by supertest. */
export const startApi = async ({ publicUrl = 'http://localhost:8080' }: Options = {}): Promise<TestApi> => {
  const logger = createLogger({ service: 'api', level: process.env.TEST_LOG_LEVEL ?? 'silent' });
  const postgres = await testDatabase();
  const redisServer = await testRedis();
  const widgetDir = await buildWidgetDir();
  const config = configSchema.parse({
    DATABASE_URL: postgres.url,
    REDIS_URL: redisServer.url,
    PUBLIC_URL: publicUrl,
    SECRET_KEY: 'a-key-for-tests-that-protects-nothing-at-all',
    SERVICE_TOKEN: serviceToken,
    WIDGET_DIR: widgetDir,
  });
  const database = createDatabase({ url: postgres.url, logger, applicationName: 'api-test' });
  const slowDatabase = createDatabase({
    url: postgres.url,
    logger,
    applicationName: 'api-test-slow',
    longRunning: true,
  });
  const connection = createRedis({ url: redisServer.url, logger, name: 'api-test' });
  await until(() => connection.redis.status === 'ready');
  const components = createComponents({ config, database, slowDatabase, redis: connection.redis, logger });

  return {
    app: createApp({ components, logger }),
    knex: database.knex,
    database,
    redis: connection.redis,
    redisServer,
    components,
    publicUrl,
    close: async () => {
      await components.publisher.close();
      await connection.close();
      await database.close();
      await slowDatabase.close();
      await redisServer.close();
      await postgres.close();
      await rm(widgetDir, { recursive: true });
    },
  };
};
