import express from 'express';
import type { Express } from 'express';
import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Health } from './health.ts';
import { refuseUnaddressed } from './http-address.ts';
import { jsonBody } from './http-body.ts';
import type { IsRawBody } from './http-body.ts';
import { notFound, sendError } from './http-errors.ts';
import { answerHeaders } from './http-headers.ts';
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
  /** Requests whose bodies are files, which their routes read. */
  isRawBody?: IsRawBody;
  /** A proxy leaves bodies as they come. */
  parseBodies?: boolean;
  /** A proxy's answers carry the headers that its upstream gave them. */
  setHeaders?: boolean;
}

/** An express app with ids, logs, bodies and errors as every service has them. */
export function createHttpApp({
  logger,
  health,
  metrics,
  configure,
  isRawBody,
  parseBodies = true,
  setHeaders = true,
}: HttpAppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(logRequests(logger));
  if (metrics) app.use(metrics.observeRequests);
  if (setHeaders) app.use(answerHeaders);
  app.use(refuseUnaddressed);
  health?.addRoutes(app);
  metrics?.addRoutes(app);
  if (parseBodies) app.use(jsonBody(isRawBody));
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
  /** How long the headers of a request may take, and how long all of it. */
  headersTimeoutMs?: number;
  requestTimeoutMs?: number;
}

/** What Node would answer or end by itself, without the shape of our errors. */
function answerAll(server: Server, app: RequestListener): void {
  server.on('clientError', answerUnreadable);
  server.on('checkExpectation', app);
  server.on('connect', (_req, socket) => {
    answerUnreadable(new Error('no tunnel'), socket);
  });
}

/** After a cut everyone comes back at once; who finds the queue full tries again only after 1, 3, 7 … seconds. */
const backlog = 4_096;

/** Port 0 takes a free one. Rejects when the port is taken. */
export async function listen(
  app: RequestListener,
  port: number,
  { host = '::', shouldUpgrade, headersTimeoutMs = 15_000, requestTimeoutMs = 60_000 }: ListenOptions = {},
): Promise<Listening> {
  const server = createServer(
    {
      headersTimeout: headersTimeoutMs,
      requestTimeout: requestTimeoutMs,
      connectionsCheckingInterval: Math.min(headersTimeoutMs, requestTimeoutMs, 10_000) / 2,
      maxHeaderSize: 16 * 1024,
      requireHostHeader: false,
      ...(shouldUpgrade && { shouldUpgradeCallback: shouldUpgrade }),
    },
    app,
  );
  // Longer than the idle time of a proxy in front, which else would send into a connection that is closing.
  server.keepAliveTimeout = 65_000;
  answerAll(server, app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, backlog }, resolve);
  });
  return {
    server,
    port: (server.address() as AddressInfo).port,
    close: (graceMs = 5_000) => close(server, graceMs),
  };
}
