import { loadConfig, variables } from '@convomatic/kit/config';
import { createDatabase } from '@convomatic/kit/database';
import { createLogger } from '@convomatic/kit/logger';
import { z } from 'zod';
import { seedDatabase } from './demo/index.ts';

const config = loadConfig(
  z.object({
    DATABASE_URL: variables.databaseUrl(),
    PUBLIC_URL: variables.publicUrl(),
    OWNER_EMAIL: z.email().toLowerCase().default('owner@example.org').describe('Address of the first owner.'),
    LOG_LEVEL: variables.logLevel(),
  }),
);
// Standard output carries the answer alone, one line of JSON for whoever started this.
const logger = createLogger({ service: 'seed', level: config.LOG_LEVEL, destination: process.stderr });
const database = createDatabase({ url: config.DATABASE_URL, logger, applicationName: 'convomatic-seed' });
try {
  const seed = await seedDatabase({
    knex: database.knex,
    publicUrl: config.PUBLIC_URL,
    ownerEmail: config.OWNER_EMAIL,
  });
  process.stdout.write(`${JSON.stringify(seed)}\n`);
} finally {
  await database.close();
}
