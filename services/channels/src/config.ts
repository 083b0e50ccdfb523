import { variables } from '@convomatic/kit/config';
import { z } from 'zod';

export const configSchema = z.object({
  PORT: variables.port(5_000),
  HOST: variables.host(),
  REDIS_URL: variables.redisUrl(),
  CACHE_REDIS_EXPIRE: z.coerce
    .number()
    .int()
    .min(60)
    .default(1_800)
    .describe('Seconds for which a channel token works after its last connection.'),
  LOG_LEVEL: variables.logLevel(),
});

export type Config = Readonly<z.infer<typeof configSchema>>;
