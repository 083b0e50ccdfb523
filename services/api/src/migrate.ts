import { loadConfig, variables } from '@convomatic/kit/config';
import { createDatabase } from '@convomatic/kit/database';
import { createLogger } from '@convomatic/kit/logger';
import { runMigrations } from 'graphile-worker';
import { z } from 'zod';
import { migrate } from './migrations/index.ts';

const config = loadConfig(
  z.object({ DATABASE_URL: variables.databaseUrl(), LOG_LEVEL: variables.logLevel() }),
);
const logger = createLogger({ service: 'migrate', level: config.LOG_LEVEL });
const database = createDatabase({
  url: config.DATABASE_URL,
  logger,
  applicationName: 'convomatic-migrate',
  longRunning: true,
});
const applied = await migrate(database.knex);
await runMigrations({ pgPool: database.pool });
logger.info({ applied }, applied.length === 0 ? 'the schema is up to date' : 'the schema was migrated');
await database.close();
