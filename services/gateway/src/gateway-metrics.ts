import { Counter, createMetrics, Gauge } from '@convomatic/kit/metrics';
import type { Metrics } from '@convomatic/kit/metrics';
import type { Upstream } from './upstreams.ts';

export interface GatewayMetrics extends Metrics {
  readonly proxyErrors: Counter<'upstream' | 'kind'>;
  readonly openWebsockets: Gauge;
}

export type ProxyKind = 'request' | 'websocket';

export type CountProxyError = (upstream: Upstream, kind: ProxyKind) => void;

export function createGatewayMetrics(): GatewayMetrics {
  const metrics = createMetrics({ prefix: 'chat_gateway_' });
  const registers = [metrics.registry];
  return {
    ...metrics,
    proxyErrors: new Counter({
      name: 'chat_gateway_proxy_errors_total',
      help: 'Requests and WebSockets that their upstream did not answer.',
      labelNames: ['upstream', 'kind'],
      registers,
    }),
    openWebsockets: new Gauge({
      name: 'chat_gateway_open_websockets',
      help: 'WebSockets that are open through this process.',
      registers,
    }),
  };
}
