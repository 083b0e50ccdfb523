import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { callsTo } from './calls.ts';
import type { Remote } from './calls.ts';

interface ProcessOptions {
  /** From the repository. */
  file: string;
  env?: Record<string, string>;
  nodeOptions?: readonly string[];
}

export interface Process<O> {
  readonly calls: Remote<O>;
  hasEnded: () => boolean;
  /** The last lines it wrote. */
  said: () => string;
  /** SIGTERM; SIGKILL when that takes too long. */
  stop: () => Promise<void>;
}

const repository = path.resolve(import.meta.dirname, '../../../..');
const keptCharacters = 4_000;
const graceMs = 10_000;

/** A process of a bench. Its channel closes with ours, so none outlives the run. */
export function start<O>({ file, env = {}, nodeOptions = [] }: ProcessOptions): Process<O> {
  const child = fork(path.resolve(repository, file), [], {
    cwd: repository,
    env: { PATH: process.env.PATH ?? '', ...env },
    execArgv: [...nodeOptions],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-keptCharacters);
    });
  }
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  return {
    calls: callsTo<O>(child),
    hasEnded,
    said: () => said,
    stop: async () => {
      if (hasEnded()) return;
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await exit;
      clearTimeout(late);
    },
  };
}
