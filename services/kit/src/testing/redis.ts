import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import path from 'node:path';
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
  const folder = process.env.TEST_FOLDER;
  if (!binary || !folder) {
    throw new Error(
      'TEST_REDIS_SERVER is not set: run this test with "npm test -- integration <part of its path>".',
    );
  }
  let port = await freePort();
  let server: ChildProcess | undefined;

  /** Answers false when something else has the port. */
  const start = async (): Promise<boolean> => {
    const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    // By its pid the test run ends the server of a test that was killed.
    const pidFile = ['--pidfile', path.join(folder, `redis-${port}.pid`)];
    const started = spawn(binary, [...options, ...pidFile], { stdio: 'ignore' });
    server = started;
    await once(started, 'spawn');
    return until(async () => {
      if (started.exitCode !== null) return 'taken';
      return (await processAt(port)) === started.pid ? 'ours' : false;
    }).then((answer) => answer === 'ours');
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (server?.exitCode !== null || server.signalCode !== null) return;
    server.kill(signal);
    await once(server, 'exit');
  };
  // A test process that is ended early takes its server along.
  const endWithTest = () => server?.kill('SIGKILL');
  process.once('exit', endWithTest);

  // Between finding a free port and taking it another test may have been faster.
  while (!(await start())) port = await freePort();
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    restart: async () => {
      await end('SIGTERM');
      if (!(await start())) throw new Error(`port ${port} was taken while this Redis was away`);
    },
    close: async () => {
      await end('SIGTERM');
      process.removeListener('exit', endWithTest);
    },
  };
}

/** The id of the Redis process that answers on a port. */
function processAt(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const finish = (pid?: number): void => {
      socket.destroy();
      resolve(pid);
    };
    let answer = '';
    socket.setEncoding('utf8');
    socket.once('connect', () => socket.write('INFO server\r\n'));
    socket.on('data', (part: string) => {
      answer += part;
      const pid = /process_id:(\d+)\r\n/.exec(answer)?.[1];
      if (pid) finish(Number(pid));
    });
    socket.once('error', () => {
      finish();
    });
    socket.once('end', () => {
      finish();
    });
  });
}
