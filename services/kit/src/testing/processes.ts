import { freePort } from './free-port.ts';
import { startService } from './service.ts';
import type { RunningService } from './service.ts';

export { startService } from './service.ts';
export type { RunningService } from './service.ts';

export type ServiceName = 'api' | 'channels' | 'collaboration' | 'worker' | 'gateway';

interface StackOptions<Name extends ServiceName> {
  services: readonly Name[];
  databaseUrl: string;
  redisUrl: string;
  /** Those that somebody else has to know beforehand; the others are any free ones. */
  ports?: Partial<Record<ServiceName, number>>;
  /** Added to, and stronger than, what the harness sets: LOG_LEVEL, DASHBOARD_DIR, WIDGET_DIR … */
  env?: Record<string, string>;
}

export interface Stack<Name extends ServiceName> {
  readonly services: Record<Name, RunningService>;
  /** Where a browser begins: the gateway, or the api where no gateway runs. */
  readonly publicUrl: string;
  stop: () => Promise<void>;
}

const names: readonly ServiceName[] = ['api', 'channels', 'collaboration', 'worker', 'gateway'];

const local = (port: number): string => `http://127.0.0.1:${port}`;

async function wiring(options: StackOptions<ServiceName>) {
  const { services, databaseUrl, redisUrl, env } = options;
  const ports = {} as Record<ServiceName, number>;
  for (const name of names) ports[name] = options.ports?.[name] ?? (await freePort());
  const publicUrl = local(services.includes('gateway') ? ports.gateway : ports.api);
  const shared = {
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    PUBLIC_URL: publicUrl,
    API_URL: local(ports.api),
    CHANNELS_URL: local(ports.channels),
    COLLABORATION_URL: local(ports.collaboration),
    SECRET_KEY: 'a-key-for-tests-that-protects-nothing-at-all',
    SERVICE_TOKEN: 'a-token-for-tests-that-protects-nothing-at-all',
    LOG_LEVEL: 'info',
    DASHBOARD_DIR: 'clients/dashboard/dist',
    WIDGET_DIR: 'clients/widget/dist',
    ...env,
  };
  return { ports, publicUrl, shared };
}

/** Starts any set of services on free ports, wired to each other, and waits until all are ready. */
export async function startStack<Name extends ServiceName>(
  options: StackOptions<Name>,
): Promise<Stack<Name>> {
  const { ports, publicUrl, shared } = await wiring(options);
  const started = await Promise.allSettled(
    options.services.map((name) => startService({ name, env: shared, port: ports[name] })),
  );
  const running = started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const stop = async (): Promise<void> => {
    await Promise.all(running.map((service) => service.stop()));
  };
  const failures = started.flatMap((result) => (result.status === 'rejected' ? [String(result.reason)] : []));
  if (failures.length > 0) {
    await stop();
    throw new Error(failures.join('\n'));
  }
  const services = Object.fromEntries(running.map((service) => [service.name, service])) as Record<
    Name,
    RunningService
  >;
  return { services, publicUrl, stop };
}
