import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { inRoot } from '../place.ts';
import { claimClone } from './claim.ts';
import { commandLine } from './command-line.ts';
import { RunFile, readRun } from './run-file.ts';

let folder: string;
let file: string;
const children: ReturnType<typeof spawn>[] = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'convomatic-claim-'));
  file = path.join(folder, 'run.json');
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

/** A process that does nothing, and whose command line ends with the given words. */
async function sleeper(...words: string[]): Promise<number> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', ...words], { stdio: 'ignore' });
  children.push(child);
  await once(child, 'spawn');
  return child.pid ?? 0;
}

const leave = (pids: Record<string, number>, more = {}) => {
  writeFileSync(file, JSON.stringify({ pids, started_at: new Date().toISOString(), ...more }));
};

describe('claiming a clone', () => {
  it('refuses while another start is alive, and says where that one is', async () => {
    const pid = await sleeper(inRoot('infra/local/src/start.ts'));
    leave({ start: pid }, { address: 'http://localhost:8080' });
    await expect(claimClone(new RunFile(file), file)).rejects.toThrow(
      'runs already at http://localhost:8080',
    );
    expect(readRun(file)?.pids.start).toBe(pid);
  });

  it('ends what a killed start left, and nothing that was given its number since', async () => {
    const left = await sleeper(inRoot('services/api/src/main.ts'));
    const stranger = await sleeper('somebody-else');
    leave({ start: 999_999_999, api: left, worker: stranger });
    await expect(claimClone(new RunFile(file), file)).resolves.toEqual(['api']);
    expect(commandLine(left)).toBeUndefined();
    expect(commandLine(stranger)).toContain('somebody-else');
    expect(readRun(file)?.pids).toEqual({ start: process.pid });
  });

  it('takes over a record that cannot be read', async () => {
    writeFileSync(file, '{');
    await expect(claimClone(new RunFile(file), file)).resolves.toEqual([]);
  });

  it('lets one of two succeed', () => {
    expect([new RunFile(file).claim(), new RunFile(file).claim()]).toEqual([true, false]);
  });
});
