import { createHealth } from '@convomatic/kit/health';
import { listen } from '@convomatic/kit/http';
import type { Logger } from '@convomatic/kit/logger';
import { createApp } from './app.ts';
import type { Config } from './config.ts';
import { createGatewayMetrics } from './gateway-metrics.ts';
import { createProxies } from './proxies.ts';
import { createUpgrades, isWebsocket } from './upgrades.ts';

interface GatewayNeeds {
  config: Config;
  logger: Logger;
}

export interface Gateway {
  readonly port: number;
  /** Not ready, then no WebSockets, then no requests. */
  close: () => Promise<void>;
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
  const upgrades = createUpgrades({
    proxies,
    onCount: (open) => {
      metrics.openWebsockets.set(open);
    },
  });
  const app = createApp({
    logger,
    health,
    metrics,
    proxies,
    dashboardFolder: config.DASHBOARD_DIR,
    widgetFolder: config.WIDGET_DIR,
  });
  const listening = await listen(app, config.PORT, { host: config.HOST, shouldUpgrade: isWebsocket });
  listening.server.on('upgrade', upgrades.upgrade);
  return {
    port: listening.port,
    close: async () => {
      health.drain();
      upgrades.closeAll();
      await listening.close();
    },
  };
}
