import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { freePort } from './free-port.ts';
import { until } from './until.ts';

export interface TestRedis {
  readonly url: string;
  readonly port: number;
  /** Ends it in order. */
  stop: () => Promise<void>;
  /** Ends it like a crash. */
  kill: () => Promise<void>;
  /** Starts it again on the same port, empty, whether it runs or not. */
  restart: () => Promise<void>;
  /** Ends it for good. */
  close: () => Promise<void>;
}

/** A Redis of its own for one test file, empty and without a disk. */
export async function testRedis(): Promise<TestRedis> {
  const binary = process.env.TEST_REDIS_SERVER;
  if (!binary) {
    throw new Error(
      'TEST_REDIS_SERVER is not set: run this test with "npm test -- integration <part of its path>".',
    );
  }
  const port = await freePort();
  let server: ChildProcess | undefined;

  const start = async (): Promise<void> => {
    const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    server = spawn(binary, options, { stdio: 'ignore' });
    await once(server, 'spawn');
    await until(() => answers(port));
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (server?.exitCode !== null || server.signalCode !== null) return;
    server.kill(signal);
    await once(server, 'exit');
  };
  // A test process that is ended early takes its server along.
  const endWithTest = () => server?.kill('SIGKILL');
  process.once('exit', endWithTest);

  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    restart: async () => {
      await end('SIGTERM');
      await start();
    },
    close: async () => {
      await end('SIGTERM');
      process.removeListener('exit', endWithTest);
    },
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const finish = (isReady: boolean): void => {
      socket.destroy();
      resolve(isReady);
    };
    socket.setEncoding('utf8');
    socket.once('connect', () => socket.write('PING\r\n'));
    socket.once('data', (answer: string) => {
      finish(answer.startsWith('+PONG'));
    });
    socket.once('error', () => {
      finish(false);
    });
  });
}
