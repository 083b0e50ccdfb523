import { createHealth } from '@convomatic/kit/health';
import { createOpsApp, listen } from '@convomatic/kit/http';
import type { Listening } from '@convomatic/kit/http';
import type { Logger } from '@convomatic/kit/logger';
import { createIsTrusted } from '@convomatic/kit/trusted-proxies';
import { createApp } from './app.ts';
import type { Config } from './config.ts';
import { createPrepareForwarding } from './forwarded.ts';
import { createGatewayMetrics } from './gateway-metrics.ts';
import { createProxies } from './proxies.ts';
import { createUpgrades, isWebsocket } from './upgrades.ts';

interface GatewayNeeds {
  config: Config;
  logger: Logger;
}

export interface Gateway {
  readonly port: number;
  readonly metricsPort: number | undefined;
  /** Not ready, then no WebSockets, then no requests. */
  close: () => Promise<void>;
}

/** Apart from the port for browsers: what is measured is nobody's business there. */
async function listenForOps(
  { METRICS_PORT, HOST }: Config,
  parts: Parameters<typeof createOpsApp>[0],
): Promise<Listening | undefined> {
  return METRICS_PORT === undefined ? undefined : listen(createOpsApp(parts), METRICS_PORT, { host: HOST });
}

/** The gateway in this process. Rejects where a client was not built or the port is taken. */
export async function startGateway({ config, logger }: GatewayNeeds): Promise<Gateway> {
  const health = createHealth();
  const metrics = createGatewayMetrics();
  const proxies = createProxies({
    urls: {
      api: config.API_URL,
      channels: config.CHANNELS_URL,
      collaboration: config.COLLABORATION_URL,
    },
    logger,
    countError: (upstream, kind) => {
      metrics.proxyErrors.inc({ upstream, kind });
    },
  });
  const prepareForwarding = createPrepareForwarding(createIsTrusted(config.TRUSTED_PROXIES));
  const upgrades = createUpgrades({
    proxies,
    prepareForwarding,
    onCount: (open) => {
      metrics.openWebsockets.set(open);
    },
  });
  const app = createApp({
    logger,
    health,
    metrics,
    proxies,
    prepareForwarding,
    dashboardFolder: config.DASHBOARD_DIR,
    widgetFolder: config.WIDGET_DIR,
  });
  const listening = await listen(app, config.PORT, { host: config.HOST, shouldUpgrade: isWebsocket });
  listening.server.on('upgrade', upgrades.upgrade);
  const ops = await listenForOps(config, { logger, health, metrics });
  return {
    port: listening.port,
    metricsPort: ops?.port,
    close: async () => {
      health.drain();
      upgrades.closeAll();
      await Promise.all([listening.close(), ops?.close()]);
    },
  };
}
