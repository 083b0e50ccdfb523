import { Trouble } from '../trouble.ts';
import { endLeftovers, isAlive } from './leftovers.ts';
import { readRun } from './run-file.ts';
import type { RunFile } from './run-file.ts';

/** Makes this process the one start of the clone, after it has ended what a killed one left; answers with their names. */
export async function claimClone(run: RunFile, file: string): Promise<string[]> {
  if (run.claim()) return [];
  const other = readRun(file);
  if (other !== undefined && isAlive('start', other)) {
    const where = other.address === undefined ? 'and is not ready yet' : `at ${other.address}`;
    throw new Trouble(
      `Convomatic runs already ${where} (process ${String(other.pids.start)}); stop that one first.`,
    );
  }
  const ended = other === undefined ? [] : await endLeftovers(other);
  run.remove();
  if (!run.claim()) throw new Trouble('Another start was quicker; stop that one first.');
  return ended;
}
