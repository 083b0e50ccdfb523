import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from '@convomatic/kit/testing/until';
import { repository } from '../system/repository.ts';
import type { System } from '../system/system.ts';

/** Simulated participants, started by the command that a newcomer uses. */
export interface Simulation {
  /** Resolves when a line of the progress matches. */
  says: (pattern: RegExp) => Promise<void>;
  /** The exit code, and everything that was printed. */
  ended: Promise<{ code: number | null; output: string }>;
  /** Ends it where it still runs. */
  stop: () => void;
}

const patienceMs = 60_000;

/** What npm start would have written about this system. */
const writeRunFile = async (folder: string, { url, seed, services }: System): Promise<string> => {
  const pids = Object.fromEntries(Object.entries(services).map(([name, service]) => [name, service.pid()]));
  const file = path.join(folder, 'run.json');
  await writeFile(file, JSON.stringify({ address: url, owner_token: seed.owner_token, pids }), {
    mode: 0o600,
  });
  return file;
};

export const simulate = async (
  system: System,
  { participants }: { participants: number },
): Promise<Simulation> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'convomatic-simulation-'));
  const runFile = await writeRunFile(folder, system);
  const args = [
    '--project',
    system.seed.demo_slug,
    '--participants',
    String(participants),
    '--run-file',
    runFile,
  ];
  const child = spawn(process.execPath, ['services/simulator/src/main.ts', ...args], {
    cwd: fileURLToPath(repository),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  const ended = new Promise<{ code: number | null; output: string }>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, output });
    });
  }).finally(() => rm(folder, { recursive: true }));

  return {
    ended,
    stop: () => {
      child.kill('SIGKILL');
    },
    says: async (pattern) => {
      await until(() => pattern.test(output), {
        what: `the simulation saying ${String(pattern)}`,
        deadlineMs: patienceMs,
      });
    },
  };
};
