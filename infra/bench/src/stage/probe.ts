import { Session } from 'node:inspector/promises';
import type { Profiler } from 'node:inspector';
import { setTimeout as pause } from 'node:timers/promises';
import { answerCalls } from './calls.ts';

/** Loaded before a server, which knows nothing of it: measures the process from within. */
const session = new Session();

/** Process time of all threads, in microseconds. */
const cpu = (): number => {
  const { user, system } = process.cpuUsage();
  return user + system;
};

/** What stays when all garbage is gone, and pages that it leaves half empty are put together. */
const memory = async (): Promise<{ resident: number; heap: number }> => {
  for (let round = 0; round < 4; round += 1) {
    globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
    await pause(100);
  }
  const { rss, heapUsed } = process.memoryUsage();
  return { resident: rss, heap: heapUsed };
};

const startProfile = async (): Promise<void> => {
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 200 });
  await session.post('Profiler.start');
};

/** `node_modules/ws/lib/sender.js` → `ws/sender.js`: no folder of this machine. */
const shortened = (url: string): string => {
  const parts = url.replace(/^node:/, 'node/').split('/');
  const from = parts.lastIndexOf('node_modules');
  return from < 0 ? parts.slice(-2).join('/') : [parts[from + 1], parts.at(-1)].join('/');
};

const nameOf = ({ functionName, url }: Profiler.ProfileNode['callFrame']): string => {
  if (functionName === '(program)') return 'native code and system calls';
  if (functionName === '(garbage collector)') return 'garbage collection';
  return url === '' ? functionName : `${functionName || 'anonymous'} (${shortened(url)})`;
};

/** Where the time went that was not idle: the functions with the largest share of their own. */
const stopProfile = async (): Promise<{ name: string; share: number }[]> => {
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();
  const names = new Map(profile.nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const spent = new Map<string, number>();
  for (const [index, id] of (profile.samples ?? []).entries()) {
    const name = names.get(id) ?? '';
    if (name !== '(idle)' && !name.startsWith('post ('))
      spent.set(name, (spent.get(name) ?? 0) + (profile.timeDeltas?.[index] ?? 0));
  }
  const all = [...spent.values()].reduce((sum, time) => sum + time, 0);
  return [...spent]
    .map(([name, time]) => ({ name, share: time / all }))
    .toSorted((a, b) => b.share - a.share)
    .slice(0, 12);
};

const operations = { cpu, memory, startProfile, stopProfile };
export type Probe = typeof operations;

answerCalls(operations);
