import { loadConfigOrExit } from '@convomatic/kit/config';
import { createLogger } from '@convomatic/kit/logger';
import { createMetrics } from '@convomatic/kit/metrics';
import { createShutdown } from '@convomatic/kit/shutdown';
import { formatWithOptions } from 'node:util';
import { configSchema } from './config.ts';
import { createCollaboration } from './server.ts';

const config = loadConfigOrExit(configSchema);
const logger = createLogger({ service: 'collaboration', level: config.LOG_LEVEL });
const shutdown = createShutdown({ logger });

// Hocuspocus writes to the console; a line of it is a line of the log.
const log = (...said: unknown[]): void => {
  logger.warn({ said: formatWithOptions({ depth: 1 }, ...said) }, 'hocuspocus');
};
Object.assign(console, { error: log, warn: log, log });

const collaboration = await createCollaboration({
  config,
  logger,
  metrics: createMetrics({ prefix: 'chat_collaboration_' }),
});
shutdown.add('collaboration', collaboration.close);
logger.info({ port: collaboration.port }, 'collaboration is listening');
