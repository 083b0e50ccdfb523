import type { Logger } from '@convomatic/kit/logger';
import type { Request, Response } from 'express';
import { createProxyMiddleware } from 'http-proxy-middleware';
import type { RequestHandler } from 'http-proxy-middleware';
import { Agent, ServerResponse } from 'node:http';
import type { CountProxyError } from './gateway-metrics.ts';
import { answerUnavailable, refuseUpgrade } from './unavailable.ts';
import type { Upstream } from './upstreams.ts';

interface ProxiesNeeds {
  urls: Record<Upstream, string>;
  logger: Logger;
  countError: CountProxyError;
}

export type Proxies = Record<Upstream, RequestHandler<Request, Response>>;

/** Above the heartbeats of streams, which are the only thing that keeps a long answer alive. */
const silenceMs = 60_000;
const upgradeMs = 10_000;

function createProxy(upstream: Upstream, needs: ProxiesNeeds): RequestHandler<Request, Response> {
  const { urls, logger, countError } = needs;
  return createProxyMiddleware<Request, Response>({
    target: urls[upstream],
    xfwd: true,
    // Streams stay open for hours: a limit on sockets would let them starve the rest.
    agent: new Agent({ keepAlive: true, maxSockets: Infinity, maxFreeSockets: 64 }),
    proxyTimeout: silenceMs,
    upgradeTimeout: upgradeMs,
    on: {
      error: (error, req, res) => {
        const requestId = String(req.headers['x-request-id']);
        const isRequest = res instanceof ServerResponse;
        // Who has left needs no answer, and it was not the upstream's fault.
        if (res.destroyed) return;
        countError(upstream, isRequest ? 'request' : 'websocket');
        logger.warn({ err: error, upstream, request_id: requestId }, 'upstream did not answer');
        if (isRequest) answerUnavailable(res, requestId);
        else refuseUpgrade(res, requestId);
      },
      proxyReqWs: (proxyReq, _req, socket) => {
        proxyReq.once('upgrade', (_res, upstreamSocket) => {
          socket.once('close', () => upstreamSocket.destroy());
          upstreamSocket.once('close', () => socket.end());
        });
      },
    },
  });
}

/** One proxy an upstream: its connections are kept, its answers are streamed, its absence is a 503. */
export const createProxies = (needs: ProxiesNeeds): Proxies => ({
  api: createProxy('api', needs),
  channels: createProxy('channels', needs),
  collaboration: createProxy('collaboration', needs),
});
