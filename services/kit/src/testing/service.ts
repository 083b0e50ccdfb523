import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.ts';
import { until } from './until.ts';

const repository = fileURLToPath(new URL('../../../../', import.meta.url));
const keptLines = 200;

type Environment = Record<string, string>;

/** A test need not wait until clients have moved to another node. */
const quickly: Environment = { NODE_ENV: 'test', DRAIN_SECONDS: '0' };

export interface ServiceOptions {
  /** Folder under services/. */
  name: string;
  env: Environment;
  /** A free one when absent. */
  port?: number;
  readyWithinMs?: number;
}

export interface RunningService {
  readonly name: string;
  readonly port: number;
  readonly url: string;
  pid: () => number;
  /** The last lines it wrote. */
  logs: () => string;
  /** SIGTERM, then waits for its end; resolves with the exit code, null after a kill. */
  stop: () => Promise<number | null>;
  /** SIGKILL unless told otherwise; resolves when the process is gone. */
  kill: (signal?: NodeJS.Signals) => Promise<void>;
  /** Starts it again on the same port, killed first where it still runs. */
  restart: () => Promise<void>;
}

interface Life {
  child: ChildProcess;
  exited: Promise<number | null>;
}

function begin({ name, env }: ServiceOptions, port: number, keep: (text: string) => void): Life {
  const child = spawn(process.execPath, [`services/${name}/src/main.ts`], {
    cwd: repository,
    env: { ...quickly, PATH: process.env.PATH ?? '', HOST: '127.0.0.1', ...env, PORT: String(port) },
    // The channel ends with this process, so a service never outlives a test run that was killed.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', keep);
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { child, exited };
}

const hasEnded = ({ child }: Life): boolean => child.exitCode !== null || child.signalCode !== null;

/** Starts a service from its source and waits until it says that it is ready. */
export async function startService(options: ServiceOptions): Promise<RunningService> {
  const { name, readyWithinMs = 60_000 } = options;
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const lines: string[] = [];
  const keep = (text: string): void => {
    lines.push(text);
    lines.splice(0, lines.length - keptLines);
  };
  const logs = (): string => lines.join('');

  const run = async (): Promise<Life> => {
    const life = begin(options, port, keep);
    const ready = async (): Promise<boolean> => hasEnded(life) || (await fetch(`${url}/readyz`)).ok;
    try {
      await until(ready, { what: `${name} ready`, deadlineMs: readyWithinMs, intervalMs: 50 });
    } catch (error) {
      life.child.kill('SIGKILL');
      throw new Error(`${name} was not ready in time:\n${logs()}`, { cause: error });
    }
    if (hasEnded(life)) throw new Error(`${name} ended while starting:\n${logs()}`);
    return life;
  };

  let life = await run();
  const kill = async (signal: NodeJS.Signals = 'SIGKILL'): Promise<void> => {
    if (hasEnded(life)) return;
    life.child.kill(signal);
    await life.exited;
  };

  return {
    name,
    port,
    url,
    logs,
    kill,
    pid: () => life.child.pid ?? 0,
    stop: async () => {
      if (!hasEnded(life)) life.child.kill('SIGTERM');
      return life.exited;
    },
    restart: async () => {
      await kill();
      life = await run();
    },
  };
}
