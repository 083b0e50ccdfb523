import type { Health } from '@convomatic/kit/health';
import { createHttpApp } from '@convomatic/kit/http';
import { requestIdOf } from '@convomatic/kit/ids';
import type { Logger } from '@convomatic/kit/logger';
import type { Express, RequestHandler } from 'express';
import { createFiles } from './files.ts';
import { prepareForwarding } from './forwarded.ts';
import type { GatewayMetrics } from './gateway-metrics.ts';
import type { Proxies } from './proxies.ts';
import { upstreamOf } from './upstreams.ts';

interface AppNeeds {
  logger: Logger;
  health: Health;
  metrics: GatewayMetrics;
  proxies: Proxies;
  dashboardFolder: string;
  widgetFolder: string;
}

function forwardTo(proxies: Proxies): RequestHandler {
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
  const { logger, health, metrics, proxies } = needs;
  return createHttpApp({
    logger,
    health,
    metrics,
    parseBodies: false,
    configure: (app) => {
      app.use(forwardTo(proxies));
      app.use(createFiles(needs));
    },
  });
}
