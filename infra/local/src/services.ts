import { hmac } from '@convomatic/kit/tokens';
import { isIP } from 'node:net';
import { inRoot, root } from './place.ts';
import { isHttpReady } from './supervisor/readiness.ts';
import type { ProcessSpec } from './supervisor/process-spec.ts';

export type ServiceName = 'api' | 'channels' | 'collaboration' | 'worker' | 'gateway';

/** What the services of one system are told about each other. */
export interface Surroundings {
  publicUrl: string;
  databaseUrl: string;
  redisUrl: string;
  secretKey: string;
  ports: Readonly<Record<ServiceName, number>>;
}

type Environment = Record<string, string>;

const at = (port: number) => `http://127.0.0.1:${port}`;

/** Made from the one secret that is kept, so that an older clone has it too. */
const serviceToken = (secretKey: string) => hmac(secretKey, 'token of our own services');

/** One row for each service: what it is told beyond its port. */
const table: Record<ServiceName, (surroundings: Surroundings) => Environment> = {
  api: ({ databaseUrl, redisUrl, publicUrl, secretKey }) => ({
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    PUBLIC_URL: publicUrl,
    SECRET_KEY: secretKey,
    SERVICE_TOKEN: serviceToken(secretKey),
    WIDGET_DIR: inRoot('clients/widget/dist'),
  }),
  channels: ({ redisUrl }) => ({
    REDIS_URL: redisUrl,
    // There is no other node to go to.
    DRAIN_SECONDS: '0',
  }),
  collaboration: ({ redisUrl, secretKey, ports }) => ({
    REDIS_URL: redisUrl,
    API_URL: at(ports.api),
    SERVICE_TOKEN: serviceToken(secretKey),
  }),
  worker: ({ databaseUrl, redisUrl, publicUrl, secretKey }) => ({
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    PUBLIC_URL: publicUrl,
    SECRET_KEY: secretKey,
  }),
  gateway: ({ ports }) => ({
    API_URL: at(ports.api),
    CHANNELS_URL: at(ports.channels),
    COLLABORATION_URL: at(ports.collaboration),
    DASHBOARD_DIR: inRoot('clients/dashboard/dist'),
    WIDGET_DIR: inRoot('clients/widget/dist'),
  }),
};

/**
 * What starts together, in the order of starting. Stopping goes the other way: who brings work goes first, and texts
 * in memory are saved while the api is there.
 */
export const serviceGroups: readonly (readonly ServiceName[])[] = [
  ['api', 'channels', 'worker'],
  ['collaboration', 'gateway'],
];

/** The environment of a service: the person's own variables, and over them its row. */
export function serviceEnvironment(name: ServiceName, surroundings: Surroundings): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([variable]) => !variable.startsWith('npm_'));
  return {
    NODE_ENV: 'development',
    ...Object.fromEntries(own),
    HOST: listeningAddress(),
    ...table[name](surroundings),
    PORT: String(surroundings.ports[name]),
  };
}

/** This machine alone may connect, unless the person gives an address. Some shells keep the machine's name in HOST. */
function listeningAddress(): string {
  const { HOST = '' } = process.env;
  return isIP(HOST) ? HOST : '127.0.0.1';
}

/** Thousands of connections that live long: what survives one collection is moved out of the way early. */
const nodeOptions: Partial<Record<ServiceName, readonly string[]>> = {
  channels: ['--max-semi-space-size=4'],
};

export function serviceProcess(name: ServiceName, surroundings: Surroundings): ProcessSpec {
  return {
    name,
    command: process.execPath,
    args: [...(nodeOptions[name] ?? []), inRoot('services', name, 'src/main.ts')],
    env: serviceEnvironment(name, surroundings),
    cwd: root,
    hasChannel: true,
    // A service ends itself after 25 s; this is for one that no longer can.
    stopping: { signal: 'SIGTERM', withinMs: 30_000, atOnce: 'SIGKILL' },
    isReady: () => isHttpReady(surroundings.ports[name]),
  };
}
