import express from 'express';
import type { Express } from 'express';
import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Health } from './health.ts';
import { jsonBody } from './http-body.ts';
import { notFound, sendError } from './http-errors.ts';
import { logRequests } from './http-log.ts';
import { answerUnreadable } from './http-unreadable.ts';
import type { Logger } from './logger.ts';
import type { Metrics } from './metrics.ts';

interface HttpAppOptions {
  logger: Logger;
  health?: Health;
  metrics?: Metrics;
  /** Adds the routes; bodies are parsed, errors are translated. */
  configure?: (app: Express) => void;
  /** A proxy leaves bodies as they come. */
  parseBodies?: boolean;
}

/** An express app with ids, logs, bodies and errors as every service has them. */
export function createHttpApp({
  logger,
  health,
  metrics,
  configure,
  parseBodies = true,
}: HttpAppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(logRequests(logger));
  if (metrics) app.use(metrics.observeRequests);
  health?.addRoutes(app);
  metrics?.addRoutes(app);
  if (parseBodies) app.use(jsonBody());
  configure?.(app);
  app.use(notFound);
  app.use(sendError);
  return app;
}

/** For a process whose work is not HTTP: health and metrics alone. */
export const createOpsApp = (options: { logger: Logger; health: Health; metrics: Metrics }): Express =>
  createHttpApp(options);

export interface Listening {
  readonly server: Server;
  readonly port: number;
  /** Takes no new connections, waits for open answers, and cuts what is left after `graceMs` (5 s). */
  close: (graceMs?: number) => Promise<void>;
}

async function close(server: Server, graceMs: number): Promise<void> {
  const cut = setTimeout(() => {
    server.closeAllConnections();
  }, graceMs);
  // Node closes what is idle now; a connection whose answer ends later would be kept for the next request.
  const sweep = setInterval(() => {
    server.closeIdleConnections();
  }, 25);
  await new Promise((resolve) => server.close(resolve));
  clearInterval(sweep);
  clearTimeout(cut);
}

interface ListenOptions {
  /** All addresses, IPv4 too, when absent. */
  host?: string;
  /** Which requests become an `upgrade` event of the server; the others stay requests. */
  shouldUpgrade?: (req: IncomingMessage) => boolean;
}

/** Port 0 takes a free one. Rejects when the port is taken. */
export async function listen(
  app: RequestListener,
  port: number,
  { host = '::', shouldUpgrade }: ListenOptions = {},
): Promise<Listening> {
  const server = createServer(
    {
      headersTimeout: 15_000,
      requestTimeout: 60_000,
      ...(shouldUpgrade && { shouldUpgradeCallback: shouldUpgrade }),
    },
    app,
  );
  // Longer than the idle time of a proxy in front, which else would send into a connection that is closing.
  server.keepAliveTimeout = 65_000;
  server.on('clientError', answerUnreadable);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    server,
    port: (server.address() as AddressInfo).port,
    close: (graceMs = 5_000) => close(server, graceMs),
  };
}
