import type { Health } from '@convomatic/kit/health';
import { createHttpApp } from '@convomatic/kit/http';
import type { Logger } from '@convomatic/kit/logger';
import type { Metrics } from '@convomatic/kit/metrics';
import type { Express } from 'express';
import type { Components } from './components.ts';
import { createAccess } from './platform/access.ts';
import { createServe } from './platform/serve.ts';

type Needs = { components: Components; logger: Logger; health?: Health; metrics?: Metrics };

/** The api as an express app; each feature adds its own routes. */
export const createApp = ({ components, logger, health, metrics }: Needs): Express =>
  createHttpApp({
    logger,
    ...(health && { health }),
    ...(metrics && { metrics }),
    configure: (app) => {
      app.set('trust proxy', 'loopback');
      const serve = createServe(app, createAccess(components));
      for (const addRoutes of components.routes) addRoutes(serve, app);
    },
  });
