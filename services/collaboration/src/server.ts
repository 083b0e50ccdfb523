import { createHealth } from '@convomatic/kit/health';
import { createHttpApp, listen } from '@convomatic/kit/http';
import type { Logger } from '@convomatic/kit/logger';
import type { Metrics } from '@convomatic/kit/metrics';
import { createRedis } from '@convomatic/kit/redis';
import type { Redis } from '@convomatic/kit/redis';
import { Server } from '@hocuspocus/server';
import type { Extension } from '@hocuspocus/server';
import { randomUUID } from 'node:crypto';
import type { Config } from './config.ts';
import { createDocumentsApi } from './documents-api.ts';
import { storeAll } from './drain.ts';
import { createExtensions } from './extensions/index.ts';
import { createMeters } from './meters.ts';
import type { Meters } from './meters.ts';
import { createRewrites } from './rewrites.ts';
import { createSockets, isForDocuments } from './sockets.ts';
import { createDrop, createHeldDocuments, createRetries, createSettle, createStates } from './store/index.ts';

type Needs = { config: Config; logger: Logger; metrics: Metrics };

export type Collaboration = {
  readonly port: number;
  /** Hears of rewritten texts, and is not on the way out. */
  isReady: () => boolean;
  /** Sends clients away, stores everything, then ends. */
  close: () => Promise<void>;
};

/** Saved after this much quiet, and at least this often while somebody types. */
const quietMs = 2_000;
const longestMs = 10_000;

const maxMessageBytes = 256 * 1_024;
const maxUnreadBytes = 1_024 * 1_024;

const createState = ({ config, logger }: Needs, redis: Redis, meters: Meters) => {
  const documents = createHeldDocuments();
  const states = createStates(redis);
  const retries = createRetries();
  const drop = createDrop({ documents, retries, meters, logger });
  return {
    documents,
    states,
    retries,
    drop,
    api: createDocumentsApi({ apiUrl: config.API_URL, serviceToken: config.SERVICE_TOKEN, logger }),
    settle: createSettle({ states, drop, retries, logger }),
    owner: randomUUID(),
    meters,
    logger,
  };
};

/** Hocuspocus with our extensions. It listens nowhere itself: upgrades are given to it by our own server. */
const createHocuspocus = (extensions: Extension[]) =>
  new Server({
    extensions,
    quiet: true,
    stopOnSignals: false,
    debounce: quietMs,
    maxDebounce: longestMs,
    maxUnauthenticatedQueueSize: maxUnreadBytes,
    websocketOptions: { maxPayload: maxMessageBytes },
  });

/** One node. */
export const createCollaboration = async (needs: Needs): Promise<Collaboration> => {
  const { config, logger, metrics } = needs;
  const commands = createRedis({ url: config.REDIS_URL, logger, name: 'collaboration' });
  const state = createState(needs, commands.redis, createMeters(metrics));
  const { documents, drop, meters, retries } = state;
  let isDraining = false;
  const hocuspocus = createHocuspocus(createExtensions({ ...state, isDraining: () => isDraining }));
  const { hocuspocus: instance } = hocuspocus;
  const rewrites = createRewrites({ instance, documents, drop, redisUrl: config.REDIS_URL, logger });
  meters.countDocuments(instance);

  const health = createHealth({ checks: { subscription: rewrites.isReady } });
  const app = createHttpApp({ logger, health, metrics, parseBodies: false });
  const http = await listen(app, config.PORT, { host: config.HOST, shouldUpgrade: isForDocuments });
  const sockets = createSockets({
    server: http.server,
    upgrade: (...upgrade) => hocuspocus.httpServer.emit('upgrade', ...upgrade),
    meters,
  });

  const close = async (): Promise<void> => {
    isDraining = true;
    health.drain();
    sockets.drain();
    retries.close();
    await storeAll({ instance, documents, logger });
    sockets.closeAll();
    await http.close();
    await Promise.all([rewrites.close(), commands.close()]);
  };
  return { port: http.port, isReady: () => rewrites.isReady() && !isDraining, close };
};
