import { createDatabase } from '@convomatic/kit/database';
import type { Database } from '@convomatic/kit/database';
import { createLogger } from '@convomatic/kit/logger';
import { createRedis } from '@convomatic/kit/redis';
import type { RedisConnection } from '@convomatic/kit/redis';
import { freePort } from '@convomatic/kit/testing/free-port';
import { testDatabase } from '@convomatic/kit/testing/postgres';
import { startService } from '@convomatic/kit/testing/processes';
import type { RunningService } from '@convomatic/kit/testing/processes';
import { testRedis } from '@convomatic/kit/testing/redis';
import type { TestRedis } from '@convomatic/kit/testing/redis';
import { seedDatabase } from '../../../journeys/src/system/seed.ts';
import { startNaiveRelay } from '../naive/relay.ts';
import { createNetwork } from '../network/index.ts';
import type { Network, Wire } from '../network/index.ts';
import { createClosing } from './closing.ts';
import type { Later } from './closing.ts';

/** A node with its own way to Redis, which can be cut. */
export type ChannelNode = { service: RunningService; wire: Wire };

export interface System {
  database: Database;
  redis: RedisConnection['redis'];
  redisServer: TestRedis;
  ownerToken: string;
  publicUrl: string;
  apis: RunningService[];
  worker: RunningService;
  /** None where the naive relay stands in for them. */
  nodes: ChannelNode[];
  /** Where each node reads Redis, of the naive relay too. */
  wires: Wire[];
  network: Network;
  /** Where clients connect: a balancer in front of the nodes. */
  channelsUrl: string;
  stop: () => Promise<void>;
}

export type SystemOptions = { nodes: number; relay: 'channels' | 'naive' };

/** Seven processes start at once, perhaps beside other work. */
const readyWithinMs = 60_000;

const logger = createLogger({ service: 'faults', level: 'silent' });

/** Everything that is told to all services; keys that protect nothing. */
const environmentOf = (databaseUrl: string, redisUrl: string, publicUrl: string) => ({
  DATABASE_URL: databaseUrl,
  REDIS_URL: redisUrl,
  PUBLIC_URL: publicUrl,
  SECRET_KEY: 'a-key-for-tests-that-protects-nothing-at-all',
  SERVICE_TOKEN: 'a-token-for-tests-that-protects-nothing-at-all',
  LOG_LEVEL: 'info',
  WIDGET_DIR: 'clients/widget/dist',
  // Long enough for pages to leave one after the other.
  DRAIN_SECONDS: '3',
  // Here everybody has one address.
  RATE_CONNECTS_PER_ADDRESS: '1000000',
});

type Environment = ReturnType<typeof environmentOf>;

type Place = { env: Environment; redisPort: number; network: Network; later: Later };

const openWire = async ({ env, redisPort, network }: Place) => {
  const wire = await network.openWire(redisPort);
  const url = Object.assign(new URL(env.REDIS_URL), { port: String(wire.port) }).href;
  return { wire, url };
};

const startNode = async (place: Place): Promise<ChannelNode> => {
  const { wire, url: REDIS_URL } = await openWire(place);
  const service = await startService({ name: 'channels', env: { ...place.env, REDIS_URL }, readyWithinMs });
  place.later(service.stop);
  return { service, wire };
};

const startRelay = async (place: Place) => {
  const { wire, url } = await openWire(place);
  const relay = await startNaiveRelay(url);
  place.later(relay.close);
  return { port: relay.port, wire };
};

const start = async ({ nodes: count, relay }: SystemOptions, later: Later): Promise<Omit<System, 'stop'>> => {
  const store = await testDatabase();
  later(store.close);
  const redisServer = await testRedis();
  later(redisServer.close);
  const ports = await Promise.all([freePort(), freePort()]);
  const env = environmentOf(store.url, redisServer.url, `http://127.0.0.1:${String(ports[0])}`);
  const { owner_token: ownerToken } = await seedDatabase(env);
  const database = createDatabase({ url: store.url, logger, applicationName: 'faults', poolSize: 2 });
  later(database.close);
  const { redis, close } = createRedis({ url: redisServer.url, logger, name: 'faults' });
  later(close);

  const begin = async (name: string, port?: number): Promise<RunningService> => {
    const service = await startService({ name, env, readyWithinMs, ...(port !== undefined && { port }) });
    later(service.stop);
    return service;
  };
  const network = createNetwork();
  later(network.close);
  const place = { env, redisPort: redisServer.port, network, later };
  const isNaive = relay === 'naive';
  const [apis, worker, nodes, naive] = await Promise.all([
    Promise.all(ports.map((port) => begin('api', port))),
    begin('worker'),
    Promise.all(Array.from({ length: isNaive ? 0 : count }, () => startNode(place))),
    Promise.all(isNaive ? [startRelay(place)] : []),
  ]);
  const wires = [...nodes, ...naive].map(({ wire }) => wire);
  const channelsUrl = await network.openBalancer([
    ...nodes.map(({ service }) => service.port),
    ...naive.map(({ port }) => port),
  ]);
  const { PUBLIC_URL: publicUrl } = env;
  return {
    database,
    redis,
    redisServer,
    ownerToken,
    publicUrl,
    apis,
    worker,
    nodes,
    wires,
    network,
    channelsUrl,
  };
};

/** Two api processes, a worker and channel nodes behind a balancer, on a database and a Redis of their own. */
export const startSystem = async (options: SystemOptions): Promise<System> => {
  const closing = createClosing();
  try {
    return { ...(await start(options, closing.add)), stop: closing.run };
  } catch (error) {
    await closing.run();
    throw error;
  }
};
