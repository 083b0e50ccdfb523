import { readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { root } from './run-file.ts';

const readOf = <T>(read: () => T): T | null => {
  try {
    return read();
  } catch {
    // The process ended, or is another user's.
    return null;
  }
};

const argumentsOf = (pid: number): string[] =>
  readOf(() => readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8'))?.split(/[\0 ]/) ?? [];

/** Whether the process is the Redis at this address: it says its port in its own name. */
export const isRedisAt = (url: string, pid: number): boolean => {
  const said = argumentsOf(pid);
  const { port } = new URL(url);
  return (
    said.some((word) => /(redis|valkey)-server$/.test(word)) && said.some((word) => word.endsWith(`:${port}`))
  );
};

/** Whether the process runs the service from this clone: a recorded pid may have been given to another program since. */
export const isServiceOfClone = (service: string, pid: number): boolean => {
  const commandLine = readOf(() => readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8'));
  const folder = readOf(() => readlinkSync(`/proc/${String(pid)}/cwd`));
  if (!commandLine || !folder) return false;
  const main = path.join(root, 'services', service, 'src/main.ts');
  return commandLine.split('\0').some((argument) => path.resolve(folder, argument) === main);
};
