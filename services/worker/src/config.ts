import { jobVariables } from '@convomatic/api/jobs';
import { variables } from '@convomatic/kit/config';
import { z } from 'zod';

export const configSchema = z.object({
  PORT: variables.port(8082),
  HOST: variables.host(),
  DATABASE_URL: variables.databaseUrl(),
  REDIS_URL: variables.redisUrl(),
  ...jobVariables,
  LOG_LEVEL: variables.logLevel(),
});
