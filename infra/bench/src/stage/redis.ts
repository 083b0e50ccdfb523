import { freePort } from '@convomatic/kit/testing/free-port';
import { until } from '@convomatic/kit/testing/until';
import { Redis } from 'ioredis';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

const runs = (binary: string): boolean => spawnSync(binary, ['--version']).status === 0;

function findBinary(): string {
  const named = process.env.TEST_REDIS_SERVER ?? process.env.REDIS_SERVER;
  const binary = named ?? ['redis-server', 'valkey-server'].find(runs);
  if (binary === undefined) throw new Error('Install redis-server, or name one in REDIS_SERVER.');
  return binary;
}

export interface BenchRedis {
  readonly url: string;
  readonly client: Redis;
  close: () => Promise<void>;
}

/** A Redis of its own, without a disk, on loopback. */
export async function startRedis(): Promise<BenchRedis> {
  const port = await freePort();
  const server = spawn(
    findBinary(),
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    { stdio: 'ignore' },
  );
  const endWithBench = (): void => {
    server.kill('SIGKILL');
  };
  process.once('exit', endWithBench);
  const url = `redis://127.0.0.1:${String(port)}`;
  const client = new Redis(url);
  // Until it listens.
  client.on('error', () => undefined);
  await until(() => client.status === 'ready', { what: 'Redis' });
  return {
    url,
    client,
    close: async () => {
      client.disconnect();
      const exit = once(server, 'exit');
      server.kill('SIGTERM');
      await exit;
      process.off('exit', endWithBench);
    },
  };
}
