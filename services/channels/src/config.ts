import { variables } from '@convomatic/kit/config';
import { z } from 'zod';

export const configSchema = z.object({
  PORT: variables.port(5_000),
  HOST: variables.host(),
  REDIS_URL: variables.redisUrl(),
  TRUSTED_PROXIES: variables.trustedProxies('loopback'),
  CACHE_REDIS_EXPIRE: z.coerce
    .number()
    .int()
    .min(60)
    .default(1_800)
    .describe('Seconds for which a channel token works after its last connection.'),
  RATE_CONNECTS_PER_ADDRESS: z.coerce
    .number()
    .int()
    .min(1)
    .default(3_000)
    .describe('Connections that one address may ask for in a minute; a class room is one address.'),
  DRAIN_SECONDS: z.coerce
    .number()
    .min(0)
    .max(20)
    .default(20)
    .describe('Seconds over which connections are sent to other nodes before the service ends.'),
  LOG_LEVEL: variables.logLevel(),
});

export type Config = Readonly<z.infer<typeof configSchema>>;
