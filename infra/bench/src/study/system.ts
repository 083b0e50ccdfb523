import { loginCookie } from '@convomatic/contracts';
import { createDatabase } from '@convomatic/kit/database';
import type { Database } from '@convomatic/kit/database';
import { createLogger } from '@convomatic/kit/logger';
import { freePort } from '@convomatic/kit/testing/free-port';
import { testDatabase } from '@convomatic/kit/testing/postgres';
import { until } from '@convomatic/kit/testing/until';
import type { Redis } from 'ioredis';
import { createDoor } from '../../../faults/src/clients/index.ts';
import { seedDatabase } from '../../../journeys/src/system/seed.ts';
import { ThrowAwayServers } from '../../../local/src/tests/throw-away.ts';
import type { Remote } from '../stage/calls.ts';
import type { Probe } from '../stage/probe.ts';
import { start } from '../stage/processes.ts';
import { startRedis } from '../stage/redis.ts';
import { startServer } from '../stage/servers.ts';

/** A process of the product that can be looked into. */
export interface Service {
  readonly port: number;
  readonly url: string;
  readonly probe: Remote<Probe>;
  stop: () => Promise<void>;
}

/** The product without its pages, on a PostgreSQL and a Redis of its own. */
export interface StudySystem {
  readonly database: Database;
  readonly redis: Redis;
  readonly apis: readonly Service[];
  readonly channels: Service;
  /** The owner of the team that the first start makes, asking the first api. */
  readonly owner: ReturnType<typeof createDoor>;
  readonly ownerCookie: string;
  startWorker: () => Promise<Service>;
}

const logger = createLogger({ service: 'bench', level: 'silent' });
const probe = new URL('../stage/probe.ts', import.meta.url).href;
const readyWithinMs = 60_000;

/** Keys that protect nothing, and the default limits but for the one by address: everybody has one here. */
const settings = {
  SECRET_KEY: 'a-key-for-tests-that-protects-nothing-at-all',
  SERVICE_TOKEN: 'a-token-for-tests-that-protects-nothing-at-all',
  WIDGET_DIR: 'clients/widget/dist',
  RATE_JOIN_PER_ADDRESS: '1000000/60',
  LOG_LEVEL: 'error',
  NODE_ENV: 'production',
};

type Environment = Record<string, string>;

async function startService(name: 'api' | 'worker', env: Environment, port: number): Promise<Service> {
  const service = start<Probe>({
    file: `services/${name}/src/main.ts`,
    env: { ...settings, ...env, HOST: '127.0.0.1', PORT: String(port) },
    nodeOptions: ['--expose-gc', '--import', probe],
  });
  const url = `http://127.0.0.1:${String(port)}`;
  const isReady = async (): Promise<boolean> => service.hasEnded() || (await fetch(`${url}/readyz`)).ok;
  await until(isReady, { what: name, deadlineMs: readyWithinMs }).catch(() => undefined);
  if (service.hasEnded()) throw new Error(`${name} did not start:\n${service.said()}`);
  return { port, url, probe: service.calls, stop: service.stop };
}

type Closing = (() => Promise<unknown>)[];

/** Where the test run has no servers, such as by `npm run bench`, they are started and thrown away. */
async function openDatabase(closing: Closing): Promise<string> {
  if (process.env.TEST_DATABASE_URL === undefined) {
    const servers = new ThrowAwayServers(() => undefined);
    closing.push(() => servers.stop());
    const environment = await servers.environment();
    Object.assign(process.env, environment);
    closing.push(() => {
      for (const name of Object.keys(environment)) Reflect.deleteProperty(process.env, name);
      return Promise.resolve();
    });
  }
  const { url, close } = await testDatabase();
  closing.push(close);
  return url;
}

async function open(apiCount: number, closing: Closing): Promise<StudySystem> {
  const later = <S extends { stop: () => Promise<void> }>(service: S): S => {
    closing.push(service.stop);
    return service;
  };
  const url = await openDatabase(closing);
  const redis = await startRedis();
  closing.push(redis.close);
  const ports = await Promise.all(Array.from({ length: apiCount }, freePort));
  const publicUrl = `http://127.0.0.1:${String(ports[0])}`;
  const env = { DATABASE_URL: url, REDIS_URL: redis.url, PUBLIC_URL: publicUrl };
  const { owner_token: ownerToken } = await seedDatabase(env);
  const database = createDatabase({ url, logger, applicationName: 'bench', longRunning: true });
  closing.push(database.close);
  const apis = await Promise.all(ports.map(async (port) => later(await startService('api', env, port))));
  const channels = later(await startServer('ours', redis.url));
  const ownerCookie = `${loginCookie}=${ownerToken}`;
  return {
    database,
    redis: redis.client,
    apis,
    channels: { ...channels, url: `http://127.0.0.1:${String(channels.port)}` },
    owner: createDoor({ urls: [publicUrl], identity: { cookie: ownerCookie, origin: publicUrl } }),
    ownerCookie,
    startWorker: async () => later(await startService('worker', env, await freePort())),
  };
}

/** Does the work on a system of its own, of which nothing is left afterwards. */
export async function withSystem<T>(
  { apis }: { apis: number },
  work: (system: StudySystem) => Promise<T>,
): Promise<T> {
  const closing: Closing = [];
  try {
    return await work(await open(apis, closing));
  } finally {
    for (const close of closing.toReversed()) await close();
  }
}
