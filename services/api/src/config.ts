import { variables } from '@convomatic/kit/config';
import { z } from 'zod';
import { checkProviders, providerVariables } from './identities/index.ts';
import { mailboxVariables } from './mails/index.ts';
import { limitVariables } from './platform/limits/index.ts';
import { checkStorage, storageVariables } from './platform/storage/index.ts';
import { userVariables } from './users/index.ts';

export const configSchema = z
  .object({
    PORT: variables.port(8081),
    HOST: variables.host(),
    DATABASE_URL: variables.databaseUrl(),
    REDIS_URL: variables.redisUrl(),
    TRUSTED_PROXIES: variables.trustedProxies('loopback'),
    PUBLIC_URL: variables.publicUrl(),
    SECRET_KEY: variables.secretKey(),
    SERVICE_TOKEN: z
      .string({ error: 'expected at least 32 characters' })
      .min(32, { error: 'expected at least 32 characters' })
      .describe(
        'Token by which our own services call each other, at least 32 random characters; the same in each.',
      ),
    WIDGET_DIR: variables.folder('Folder of the built widget, which the join pages are made of.'),
    CACHE_REDIS_EXPIRE: z.coerce
      .number()
      .int()
      .min(60)
      .default(1_800)
      .describe('Seconds for which a channel token works after its last connection.'),
    ...userVariables,
    ...providerVariables,
    ...mailboxVariables,
    ...limitVariables,
    ...storageVariables,
    LOG_LEVEL: variables.logLevel(),
  })
  .superRefine(checkProviders)
  .superRefine(checkStorage);

export type Config = Readonly<z.infer<typeof configSchema>>;
