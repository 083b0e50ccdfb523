import { loadConfig } from '@convomatic/kit/config';
import { createDatabase } from '@convomatic/kit/database';
import { createHealth } from '@convomatic/kit/health';
import { listen } from '@convomatic/kit/http';
import { createLogger } from '@convomatic/kit/logger';
import { createMetrics } from '@convomatic/kit/metrics';
import { createRedis } from '@convomatic/kit/redis';
import { createShutdown } from '@convomatic/kit/shutdown';
import { createApp } from './app.ts';
import { createComponents } from './components.ts';
import { configSchema } from './config.ts';

const config = loadConfig(configSchema);
const logger = createLogger({ service: 'api', level: config.LOG_LEVEL });
const shutdown = createShutdown({ logger });

const database = createDatabase({ url: config.DATABASE_URL, logger, applicationName: 'convomatic-api' });
shutdown.add('database', database.close);
const slowDatabase = createDatabase({
  url: config.DATABASE_URL,
  logger,
  applicationName: 'convomatic-api-exports',
  poolSize: 4,
  longRunning: true,
});
shutdown.add('slow database', slowDatabase.close);
const { redis, close } = createRedis({ url: config.REDIS_URL, logger, name: 'api' });
shutdown.add('redis', close);

const metrics = createMetrics({ prefix: 'chat_api_' });
const components = createComponents({ config, database, slowDatabase, redis, metrics, logger });
shutdown.add('realtime', components.realtime.close);

const health = createHealth({ checks: { database: database.ping } });
const { port, close: closeHttp } = await listen(
  createApp({ components, config, logger, health, metrics }),
  config.PORT,
  { host: config.HOST },
);
shutdown.add('http', () => closeHttp());
shutdown.add('health', health.drain);
logger.info({ port }, 'api is listening');
