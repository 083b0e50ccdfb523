import type { IncomingMessage, ServerResponse } from 'node:http';
import { pinoHttp } from 'pino-http';
import type { HttpLogger } from 'pino-http';
import { requestIdFrom } from './ids.ts';
import type { Logger } from './logger.ts';

const quietPaths = new Set(['/healthz', '/readyz', '/metrics']);

/** Without the query: it may hold a token. */
const pathOf = (url = ''): string => url.split('?', 1)[0] ?? '';

function level(_req: IncomingMessage, res: ServerResponse, error?: Error): 'error' | 'warn' | 'info' {
  if (error || res.statusCode >= 500) return 'error';
  return res.statusCode >= 400 ? 'warn' : 'info';
}

/** Gives each request its id, echoes it, and writes one line when the answer is done. */
export function logRequests(logger: Logger): HttpLogger {
  return pinoHttp({
    logger,
    genReqId: (req, res) => {
      const id = requestIdFrom(req.headers['x-request-id']);
      res.setHeader('x-request-id', id);
      return id;
    },
    // Headers and query stay out of every line.
    quietReqLogger: true,
    quietResLogger: true,
    customAttributeKeys: { reqId: 'request_id' },
    autoLogging: { ignore: (req) => quietPaths.has(pathOf(req.url)) },
    customLogLevel: level,
    customSuccessMessage: (req, res) => `${req.method ?? ''} ${String(res.statusCode)}`,
    customErrorMessage: (req, res) => `${req.method ?? ''} ${String(res.statusCode)}`,
    customErrorObject: (req, res, _error, value: { responseTime: number }) => line(req, res, value),
    customSuccessObject: (req, res, value: { responseTime: number }) => line(req, res, value),
  });
}

function line(req: IncomingMessage, res: ServerResponse, { responseTime }: { responseTime: number }): object {
  const { originalUrl } = req as IncomingMessage & { originalUrl?: string };
  return {
    method: req.method,
    path: pathOf(originalUrl ?? req.url),
    status: res.statusCode,
    duration_ms: responseTime,
  };
}
