import type { Health } from '@convomatic/kit/health';
import { createHttpApp } from '@convomatic/kit/http';
import type { Logger } from '@convomatic/kit/logger';
import type { Metrics } from '@convomatic/kit/metrics';
import { createIsTrusted } from '@convomatic/kit/trusted-proxies';
import type { Express } from 'express';
import type { Components } from './components.ts';
import type { Config } from './config.ts';
import { createAccess } from './platform/access.ts';
import { limitChanges } from './platform/limits/index.ts';
import { isRawBody } from './platform/raw-body.ts';
import { createServe } from './platform/serve.ts';

type Needs = {
  components: Components;
  config: Pick<Config, 'TRUSTED_PROXIES'>;
  logger: Logger;
  health?: Health;
  metrics?: Metrics;
};

/** The api as an express app; each feature adds its own routes. */
export const createApp = ({ components, config, logger, health, metrics }: Needs): Express =>
  createHttpApp({
    logger,
    ...(health && { health }),
    ...(metrics && { metrics }),
    isRawBody,
    configure: (app) => {
      app.set('trust proxy', createIsTrusted(config.TRUSTED_PROXIES));
      const serve = createServe(app, {
        access: createAccess(components),
        limit: limitChanges(components.limits),
      });
      for (const addRoutes of components.routes) addRoutes(serve, app);
    },
  });
