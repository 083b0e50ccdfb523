import type { Database } from '@convomatic/kit/database';
import type { Logger } from '@convomatic/kit/logger';
import type { Redis } from '@convomatic/kit/redis';
import type { Config } from './config.ts';
import type { Identify } from './platform/caller.ts';
import { createChannelTokens } from './platform/channel-token.ts';
import { createPublisher, createUnitOfWork } from './platform/realtime/index.ts';
import type { AddRoutes } from './platform/serve.ts';

export type Needs = { config: Config; database: Database; redis: Redis; logger: Logger };

/** Everything the api is made of, wired by hand; read it from top to bottom. */
export const createComponents = ({ config, database, redis, logger }: Needs) => {
  const { knex } = database;
  const publisher = createPublisher({ knex, redis, logger });
  const unitOfWork = createUnitOfWork({ knex, publish: publisher.publish });
  const channelTokens = createChannelTokens(config.SECRET_KEY);

  const identify: Identify = () => Promise.resolve(null);
  const routes: AddRoutes[] = [];

  return { publisher, unitOfWork, channelTokens, identify, routes };
};

export type Components = ReturnType<typeof createComponents>;
