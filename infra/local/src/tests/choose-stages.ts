import { Trouble } from '../trouble.ts';
import { checkStages, slowStages } from './stages.ts';
import type { Stage } from './stages.ts';

const all = [...checkStages, ...slowStages];

/**
 * `npm test` runs every stage, `npm test -- check` the fast ones, `npm test -- build journeys` those two, and
 * `npm test -- integration messages` one stage with the files that have `messages` in their path.
 */
export function chooseStages(args: readonly string[]): {
  stages: readonly Stage[];
  patterns: readonly string[];
} {
  if (args.length === 0) return { stages: all, patterns: [] };
  if (args[0] === 'check') return { stages: checkStages, patterns: args.slice(1) };
  const firstPattern = args.findIndex((arg) => !all.some(({ name }) => name === arg));
  const names = firstPattern === -1 ? args : args.slice(0, firstPattern);
  if (names.length === 0) {
    throw new Trouble(
      `There is no stage ${args[0]}. There are: check, ${all.map(({ name }) => name).join(', ')}.`,
    );
  }
  return { stages: all.filter(({ name }) => names.includes(name)), patterns: args.slice(names.length) };
}
