import { loadConfig } from '@convomatic/kit/config';
import { createLogger } from '@convomatic/kit/logger';
import { createMetrics } from '@convomatic/kit/metrics';
import { createShutdown } from '@convomatic/kit/shutdown';
import { configSchema } from './config.ts';
import { createChannels } from './server.ts';

const config = loadConfig(configSchema);
const logger = createLogger({ service: 'channels', level: config.LOG_LEVEL });
const shutdown = createShutdown({ logger });

const channels = await createChannels({
  redisUrl: config.REDIS_URL,
  tokenSeconds: config.CACHE_REDIS_EXPIRE,
  host: config.HOST,
  port: config.PORT,
  trustedProxies: config.TRUSTED_PROXIES,
  connectsAMinute: config.RATE_CONNECTS_PER_ADDRESS,
  drainMs: config.DRAIN_SECONDS * 1_000,
  hasCanary: true,
  logger,
  metrics: createMetrics({ prefix: 'chat_channels_' }),
});
shutdown.add('channels', channels.close);
logger.info({ port: channels.port }, 'channels is listening');
