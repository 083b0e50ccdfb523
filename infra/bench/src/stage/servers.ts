import { freePort } from '@convomatic/kit/testing/free-port';
import { until } from '@convomatic/kit/testing/until';
import type { Remote } from './calls.ts';
import type { Probe } from './probe.ts';
import { start } from './processes.ts';

/** Ours, and what it is compared with. */
const files = {
  ours: 'services/channels/src/main.ts',
  floor: 'infra/bench/src/references/floor.ts',
  naive: 'infra/bench/src/references/naive.ts',
  'bare-subscriber': 'infra/bench/src/references/bare-subscriber.ts',
} as const;

export type ServerKind = keyof typeof files;

export interface Server {
  readonly kind: ServerKind;
  readonly port: number;
  readonly probe: Remote<Probe>;
  stop: () => Promise<void>;
}

/** All get what a service of ours is started with (realtime.md, section 4: memory), and the probe. */
const nodeOptions = [
  '--max-semi-space-size=4',
  '--expose-gc',
  '--import',
  new URL('probe.ts', import.meta.url).href,
];

/** Default limits but for those by address: every client of a bench comes from one. Nobody is there when it ends. */
const settings = {
  LOG_LEVEL: 'error',
  NODE_ENV: 'production',
  RATE_CONNECTS_PER_ADDRESS: '1000000',
  DRAIN_SECONDS: '0',
};

export async function startServer(kind: ServerKind, redisUrl: string): Promise<Server> {
  const port = await freePort();
  const env = { ...settings, HOST: '127.0.0.1', PORT: String(port), REDIS_URL: redisUrl };
  const server = start<Probe>({ file: files[kind], env, nodeOptions });
  const isReady = async (): Promise<boolean> =>
    server.hasEnded() || (await fetch(`http://127.0.0.1:${String(port)}/readyz`)).ok;
  try {
    await until(isReady, { what: kind });
    if (server.hasEnded()) throw new Error(`${kind} ended while starting`);
  } catch (error) {
    await server.stop();
    throw new Error(`${kind} did not start:\n${server.said()}`, { cause: error });
  }
  return { kind, port, probe: server.calls, stop: server.stop };
}
