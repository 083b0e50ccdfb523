import { loadConfigOrExit } from '@convomatic/kit/config';
import { createLogger } from '@convomatic/kit/logger';
import { createShutdown } from '@convomatic/kit/shutdown';
import { configSchema } from './config.ts';
import { startGateway } from './gateway.ts';

const config = loadConfigOrExit(configSchema);
const logger = createLogger({ service: 'gateway', level: config.LOG_LEVEL });
const shutdown = createShutdown({ logger });
const gateway = await startGateway({ config, logger });
shutdown.add('gateway', gateway.close);
logger.info({ port: gateway.port }, 'gateway is listening');
