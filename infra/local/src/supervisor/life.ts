import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { ProcessSpec } from './process-spec.ts';

/** One process from its start to its end. */
export interface Life {
  child: ChildProcess;
  /** How it ended; never rejects. */
  end: Promise<string>;
  ended: AbortSignal;
}

export function startLife(spec: ProcessSpec, hear: (line: string) => void): Life {
  const child = spawn(spec.command, spec.args, {
    cwd: spec.cwd,
    env: spec.env,
    ...spec.account,
    // A group of its own: Ctrl-C reaches the starter alone, which then stops the others in their order.
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe', ...(spec.hasChannel ? ['ipc' as const] : [])],
  });
  // A process that died before it read its input is heard of by its exit.
  child.stdin?.on('error', () => undefined).end(spec.input ?? '');
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', hear);
  }
  const ended = new AbortController();
  const end = endOf(child).finally(() => {
    ended.abort();
  });
  return { child, end, ended: ended.signal };
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      resolve(error.message);
    });
    child.once('exit', (code, signal) => {
      const how = signal ?? `exit code ${String(code)}`;
      // Its last lines may still be in the pipe, which a grandchild may hold open for ever.
      child.once('close', () => {
        resolve(how);
      });
      setTimeout(resolve, 200, how).unref();
    });
  });
}

/** Ends the process and what it started, without asking. */
export function killGroup(child: ChildProcess | undefined): void {
  if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  process.kill(-child.pid, 'SIGKILL');
}
