import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { inRoot } from '../place.ts';
import { commandLine } from './command-line.ts';
import type { RunRecord } from './run-file.ts';

const patienceMs = 10_000;
const stores = ['redis', 'postgres'];

/** What the command line of a recorded process says if it is still that process: a pid may have been given to another. */
function marker(name: string, record: RunRecord): string {
  switch (name) {
    case 'start':
      return inRoot('infra/local/src/');
    case 'postgres':
      return ` -D ${record.database_folder ?? '?'} `;
    case 'redis':
      // Redis writes its address in the place of its command line, where the system lets it.
      return process.platform === 'linux' ? new URL(record.redis_url ?? 'redis://?').host : '-server';
    default:
      return inRoot('services', name, 'src/main.ts');
  }
}

export function isAlive(name: string, record: RunRecord): boolean {
  const pid = record.pids[name];
  return pid !== undefined && (commandLine(pid)?.includes(marker(name, record)) ?? false);
}

/** Ends what a killed start left running: first what uses the database, then Redis and the database. */
export async function endLeftovers(record: RunRecord): Promise<string[]> {
  const names = Object.keys(record.pids).filter((name) => name !== 'start' && isAlive(name, record));
  const first = names.filter((name) => !stores.includes(name));
  const last = names.filter((name) => stores.includes(name));
  for (const group of [first, last]) {
    await Promise.all(
      group.map((name) => end(record.pids[name], name === 'postgres' ? 'SIGINT' : 'SIGTERM')),
    );
  }
  return names;
}

/**
 * Ends the database server over this folder, if one is left: one whose start was killed stands in no record. After it
 * the folder's lock names no living process.
 */
export async function endServerOf(data: string): Promise<void> {
  const lock = path.join(data, 'postmaster.pid');
  if (!existsSync(lock)) return;
  const [first = '', ...rest] = readFileSync(lock, 'utf8').split('\n');
  const pid = Number(first);
  if (commandLine(pid)?.includes(` -D ${data} `)) await end(pid, 'SIGINT');
  // The number may belong to another process by now, or to a dead one that its parent never collects: PostgreSQL would
  // refuse to start. A lock of its parent it takes over, and still looks for sessions that use its memory.
  if (existsSync(lock)) writeFileSync(lock, [String(process.pid), ...rest].join('\n'));
}

/** Ends the Redis servers of test files that were killed: each has left its pid in this folder, under its port. */
export async function endTestServers(folder: string): Promise<void> {
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => /^redis-\d+\.pid$/.test(name)) : [];
  for (const file of files) {
    const pid = Number(readFileSync(path.join(folder, file), 'utf8'));
    const port = /\d+/.exec(file)?.[0] ?? '?';
    if (commandLine(pid)?.includes(`:${port}`)) await end(pid, 'SIGKILL');
  }
}

async function end(pid: number | undefined, signal: NodeJS.Signals): Promise<void> {
  if (pid === undefined) return;
  send(pid, signal);
  const deadline = performance.now() + patienceMs;
  while (commandLine(pid) !== undefined) {
    if (performance.now() > deadline) send(pid, 'SIGKILL');
    await wait(50);
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // It was quicker than we were.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
