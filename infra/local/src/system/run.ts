import { spawn } from 'node:child_process';
import type { SpawnOptions } from 'node:child_process';

export interface Ran {
  code: number | null;
  /** Standard output. */
  output: string;
  /** Standard output and standard error, as a person would have seen them. */
  everything: string;
}

/** Runs a command to its end and keeps what it printed; a command that cannot be started has the code null. */
export function run(command: string, args: readonly string[], options: SpawnOptions = {}): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let everything = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      everything += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      everything += text;
    });
    child.once('error', (error) => {
      resolve({ code: null, output, everything: error.message });
    });
    child.once('close', (code) => {
      resolve({ code, output, everything });
    });
  });
}
