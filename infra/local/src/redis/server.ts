import { whyNotRedis } from '../supervisor/readiness.ts';
import type { ProcessSpec } from '../supervisor/process-spec.ts';

/** A Redis that keeps nothing on disk: whatever it holds can be made again from the database. */
export function redisProcess(options: {
  binary: string;
  port: number;
  password: string;
  cwd: string;
}): ProcessSpec {
  const configuration = [
    'bind 127.0.0.1',
    `port ${options.port}`,
    `requirepass ${options.password}`,
    'save ""',
    'appendonly no',
    'maxmemory-policy noeviction',
  ];
  const url = redisUrl(options);
  return {
    name: 'redis',
    command: options.binary,
    args: ['-'],
    input: configuration.join('\n'),
    env: process.env,
    cwd: options.cwd,
    stopping: { signal: 'SIGTERM', withinMs: 5000, atOnce: 'SIGKILL' },
    isReady: async () => (await whyNotRedis(url)) === undefined,
  };
}

export const redisUrl = ({ port, password }: { port: number; password: string }): string =>
  `redis://:${password}@127.0.0.1:${port}`;
