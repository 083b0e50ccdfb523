import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { root } from '../place.ts';
import type { Output } from './output.ts';

export type Command = readonly [string, ...string[]];

export interface Terms {
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
  output: Output;
  /** Leaves the processor to others that want it: tests with servers have deadlines, tools have none. */
  isPatient?: boolean;
}

/** Programs of the test run need no keyboard. */
export function runShown(
  [command, ...args]: Command,
  { output, isPatient = false, ...options }: Terms,
): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      ...options,
      cwd: root,
      stdio: ['ignore', output.place, output.place],
    });
    if (isPatient && child.pid !== undefined)
      setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
    child.once('error', (error) => {
      // Node tells of an abort as of an error; the exit comes too.
      if (!options.signal.aborted) reject(error);
    });
    child.once('exit', resolve);
  });
}

/** The person's variables, without those that would lead a test to their real database or colour a log file. */
export function testEnvironment(): NodeJS.ProcessEnv {
  const hidden = new Set([
    'DATABASE_URL',
    'REDIS_URL',
    'PUBLIC_URL',
    'PORT',
    'HOST',
    'FORCE_COLOR',
    'NODE_ENV',
  ]);
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !hidden.has(name) && !name.startsWith('npm_')),
  );
  const isPlain = Boolean(process.env.CI) || !process.stdout.isTTY;
  return { ...env, ...(isPlain && { NO_COLOR: '1' }) };
}
