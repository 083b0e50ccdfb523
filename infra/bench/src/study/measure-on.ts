import { loadavg } from 'node:os';
import type { Outcome } from '../bench.ts';
import { round } from '../measure.ts';
import { withSystem } from './system.ts';
import type { StudySystem } from './system.ts';

/** Measures on a system of its own, and says how busy the machine was with other things before. */
export async function measureOn(
  options: { apis: number },
  work: (system: StudySystem) => Promise<Outcome>,
): Promise<Outcome> {
  const [load = NaN] = loadavg();
  const outcome = await withSystem(options, work);
  return {
    ...outcome,
    reconciliation: `${outcome.reconciliation}; load average of the machine before: ${String(round(load, 1))}`,
    numbers: { ...outcome.numbers, load_average_before: round(load, 1) },
  };
}
