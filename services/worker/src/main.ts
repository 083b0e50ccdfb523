import { createJobs } from '@convomatic/api/jobs';
import { loadConfig } from '@convomatic/kit/config';
import { createDatabase } from '@convomatic/kit/database';
import { createHealth } from '@convomatic/kit/health';
import { createOpsApp, listen } from '@convomatic/kit/http';
import { createLogger } from '@convomatic/kit/logger';
import { createMetrics } from '@convomatic/kit/metrics';
import { createRedis } from '@convomatic/kit/redis';
import { createShutdown } from '@convomatic/kit/shutdown';
import { configSchema } from './config.ts';
import { createWorker } from './worker.ts';

const config = loadConfig(configSchema);
const logger = createLogger({ service: 'worker', level: config.LOG_LEVEL });
const shutdown = createShutdown({ logger });

const database = createDatabase({ url: config.DATABASE_URL, logger, applicationName: 'convomatic-worker' });
shutdown.add('database', database.close);
const { redis, close } = createRedis({ url: config.REDIS_URL, logger, name: 'worker' });
shutdown.add('redis', close);

const metrics = createMetrics({ prefix: 'chat_worker_' });
const jobs = createJobs({ database, redis, logger, metrics, config });
shutdown.add('jobs', jobs.close);
const worker = createWorker({ jobs, pool: database.pool, redis, logger, metrics });
shutdown.add('worker', worker.close);

const health = createHealth({ checks: { database: database.ping } });
const { port, close: closeHttp } = await listen(createOpsApp({ logger, health, metrics }), config.PORT, {
  host: config.HOST,
});
shutdown.add('http', () => closeHttp());
shutdown.add('health', health.drain);
logger.info({ port }, 'worker is running');
