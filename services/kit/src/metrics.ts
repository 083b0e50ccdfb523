import type { IRouter, Request, RequestHandler, Response } from 'express';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

export { Counter, Gauge, Histogram } from 'prom-client';

export interface Metrics {
  /** Give it as `registers: [metrics.registry]` to a metric of your own. */
  readonly registry: Registry;
  /** Such as `chat_api_`; every metric of the process begins with it. */
  readonly prefix: string;
  /** Measures each request by method, route and status. */
  readonly observeRequests: RequestHandler;
  /** Adds GET /metrics. */
  addRoutes: (router: IRouter) => void;
}

/** The pattern of the route, never the path: ids would make a series each. */
function routeOf(req: Request, res: Response): string {
  if (typeof res.locals.route === 'string') return res.locals.route;
  const route: unknown = (req.route as { path?: unknown } | undefined)?.path;
  return typeof route === 'string' ? `${req.baseUrl}${route}` : 'unmatched';
}

/** Metrics of one process: Node's own, requests, and what the service adds to the registry. */
export function createMetrics({ prefix }: { prefix: `chat_${string}_` }): Metrics {
  const registry = new Registry();
  // Every 10 ms, as it comes, is a large part of what a process costs that does nothing.
  collectDefaultMetrics({ register: registry, prefix, eventLoopMonitoringPrecision: 100 });
  const duration = new Histogram({
    name: `${prefix}http_request_duration_seconds`,
    help: 'Time from the first byte of a request to the end of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });

  return {
    registry,
    prefix,
    observeRequests: (req, res, next) => {
      const stop = duration.startTimer({ method: req.method });
      res.once('close', () => stop({ route: routeOf(req, res), status: res.statusCode }));
      next();
    },
    addRoutes: (router) => {
      router.get('/metrics', async (_req, res) => {
        res.type(registry.contentType).send(await registry.metrics());
      });
    },
  };
}
