import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The command line of a living process, in one string; undefined when there is no such process. */
export function commandLine(pid: number): string | undefined {
  if (process.platform === 'linux') return fromProc(pid);
  const { status, stdout } = spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

function fromProc(pid: number): string | undefined {
  try {
    // Empty for a process that has ended and waits for its parent.
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() || undefined;
  } catch {
    return undefined;
  }
}
