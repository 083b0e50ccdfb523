import { createDatabase } from '@convomatic/kit/database';
import type { Database } from '@convomatic/kit/database';
import { createLogger } from '@convomatic/kit/logger';
import { createMetrics } from '@convomatic/kit/metrics';
import type { Metrics } from '@convomatic/kit/metrics';
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
import { limitNames, variableOf } from '../platform/limits/index.ts';
import type { LimitName } from '../platform/limits/index.ts';

export type TestApi = {
  app: Express;
  knex: Knex;
  database: Database;
  redis: Redis;
  metrics: Metrics;
  redisServer: TestRedis;
  components: Components;
  publicUrl: string;
  /** Of another process of the same api. */
  environment: Record<string, string>;
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

/** By name, such as `5/900`; or those that the api has when nothing is set. */
type Limits = Partial<Record<LimitName, string>> | 'usual';

/** Limits that no test meets, but for those that it names. */
const limitConfig = (limits: Limits): Record<string, string> =>
  limits === 'usual'
    ? {}
    : Object.fromEntries(limitNames.map((name) => [variableOf(name), limits[name] ?? '1000000/60']));

type Options = {
  publicUrl?: string;
  limits?: Limits;
  /** Variables of the environment beside those that every test has. */
  variables?: Record<string, string>;
};

/** The real api with a database and a Redis of its own, to be asked by supertest. */
export const startApi = async ({
  publicUrl = 'http://localhost:8080',
  limits = {},
  variables = {},
}: Options = {}): Promise<TestApi> => {
  const logger = createLogger({ service: 'api', level: process.env.TEST_LOG_LEVEL ?? 'silent' });
  const postgres = await testDatabase();
  const redisServer = await testRedis();
  const widgetDir = await buildWidgetDir();
  const environment = {
    DATABASE_URL: postgres.url,
    REDIS_URL: redisServer.url,
    PUBLIC_URL: publicUrl,
    SECRET_KEY: 'a-key-for-tests-that-protects-nothing-at-all',
    SERVICE_TOKEN: serviceToken,
    WIDGET_DIR: widgetDir,
    ASSETS_DIR: join(widgetDir, 'assets'),
    ...limitConfig(limits),
    ...variables,
  };
  const config = configSchema.parse(environment);
  const database = createDatabase({ url: postgres.url, logger, applicationName: 'api-test' });
  const slowDatabase = createDatabase({
    url: postgres.url,
    logger,
    applicationName: 'api-test-slow',
    longRunning: true,
  });
  const connection = createRedis({ url: redisServer.url, logger, name: 'api-test' });
  await until(() => connection.redis.status === 'ready');
  const metrics = createMetrics({ prefix: 'chat_api_' });
  const { redis } = connection;
  const components = createComponents({ config, database, slowDatabase, redis, metrics, logger });

  return {
    app: createApp({ components, logger, config, metrics }),
    knex: database.knex,
    database,
    redis,
    metrics,
    redisServer,
    components,
    publicUrl,
    environment,
    close: async () => {
      await components.realtime.close();
      await connection.close();
      await database.close();
      await slowDatabase.close();
      await redisServer.close();
      await postgres.close();
      await rm(widgetDir, { recursive: true });
    },
  };
};
