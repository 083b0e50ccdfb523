import { variables } from '@convomatic/kit/config';
import { z } from 'zod';

export const configSchema = z.object({
  PORT: variables.port(4_444),
  HOST: variables.host(),
  REDIS_URL: variables.redisUrl(),
  API_URL: variables.serviceUrl('the api'),
  SERVICE_TOKEN: z
    .string({ error: 'expected at least 32 characters' })
    .min(32, { error: 'expected at least 32 characters' })
    .describe(
      'Token by which our own services call each other, at least 32 random characters; the same in each.',
    ),
  LOG_LEVEL: variables.logLevel(),
});

export type Config = Readonly<z.infer<typeof configSchema>>;
