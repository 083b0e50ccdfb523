import type { Health } from '@convomatic/kit/health';
import { createHttpApp } from '@convomatic/kit/http';
import { answerHeaders } from '@convomatic/kit/http-headers';
import { requestIdOf } from '@convomatic/kit/ids';
import type { Logger } from '@convomatic/kit/logger';
import type { Express, RequestHandler } from 'express';
import { createFiles } from './files.ts';
import type { PrepareForwarding } from './forwarded.ts';
import type { GatewayMetrics } from './gateway-metrics.ts';
import type { Proxies } from './proxies.ts';
import { upstreamOf } from './upstreams.ts';

interface AppNeeds {
  logger: Logger;
  health: Health;
  metrics: GatewayMetrics;
  proxies: Proxies;
  prepareForwarding: PrepareForwarding;
  dashboardFolder: string;
  widgetFolder: string;
}

function forwardTo({ proxies, prepareForwarding }: AppNeeds): RequestHandler {
  return (req, res, next) => {
    const upstream = upstreamOf(req.url);
    res.locals.route = upstream ?? 'files';
    if (!upstream) {
      next();
      return;
    }
    prepareForwarding(req, requestIdOf(req));
    // The upstream answers with its own; two would disagree about security headers.
    return proxies[upstream](req, res, next);
  };
}

/** One origin: what has an upstream goes there, everything else is a file of a client. */
export function createApp(needs: AppNeeds): Express {
  const { logger, health, metrics } = needs;
  return createHttpApp({
    logger,
    health,
    parseBodies: false,
    setHeaders: false,
    configure: (app) => {
      app.use(metrics.observeRequests);
      app.use(forwardTo(needs));
      app.use(answerHeaders);
      app.use(createFiles(needs));
    },
  });
}
