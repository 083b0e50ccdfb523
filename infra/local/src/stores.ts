import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from './network.ts';
import { databaseUrl, initialise, postgresProcess } from './postgres/cluster.ts';
import { chooseHome } from './postgres/home.ts';
import { endServerOf } from './processes/leftovers.ts';
import type { RunRecord } from './processes/run-file.ts';
import { redisProcess, redisUrl } from './redis/server.ts';
import type { ProcessSpec } from './supervisor/process-spec.ts';
import { whyNotDatabase, whyNotRedis } from './supervisor/readiness.ts';
import { obtainRedis } from './system/programs.ts';
import { Trouble } from './trouble.ts';

type Say = (sentence: string) => void;

/** A database or a Redis: where it is and, where it is ours to run, its process. */
export interface Store {
  url: string;
  process?: ProcessSpec;
  /** What the run file says of it. */
  record: Pick<RunRecord, 'database_url' | 'redis_url' | 'database_folder'>;
}

const patienceMs = 10_000;

/** A PostgreSQL from npm over a data folder, made if there is none. */
export async function embeddedPostgres(
  options: { data: string; password: string; isDurable: boolean },
  say: Say,
): Promise<Store> {
  const home = await chooseHome(options.data, say);
  await endServerOf(home.data);
  await initialise(home, options);
  const server = { ...options, port: await freePort() };
  const url = databaseUrl(server);
  const record = { database_url: url, database_folder: home.data };
  return { url, record, process: postgresProcess(home, server) };
}

/** The machine's Redis or Valkey, as a server of our own. */
export async function ownRedis(options: { password: string; cwd: string }, say: Say): Promise<Store> {
  const binary = await obtainRedis(say);
  const server = { ...options, binary, port: await freePort() };
  const url = redisUrl(server);
  return { url, record: { redis_url: url }, process: redisProcess(server) };
}

export async function givenDatabase(url: string): Promise<Store> {
  await untilAnswered('DATABASE_URL', url, whyNotDatabase);
  return { url, record: { database_url: url } };
}

export async function givenRedis(url: string): Promise<Store> {
  await untilAnswered('REDIS_URL', url, whyNotRedis);
  return { url, record: { redis_url: url } };
}

async function untilAnswered(
  variable: string,
  url: string,
  whyNot: (url: string) => Promise<string | undefined>,
): Promise<void> {
  if (!URL.canParse(url)) throw new Trouble(`${variable} is set but is not an address.`);
  // The address without its password.
  const { host, pathname } = new URL(url);
  const deadline = performance.now() + patienceMs;
  for (let why = await whyNot(url); why !== undefined; why = await whyNot(url)) {
    if (performance.now() > deadline) {
      throw new Trouble(`${variable} is set, but ${host}${pathname} cannot be used: ${why}.`);
    }
    await wait(250);
  }
}
