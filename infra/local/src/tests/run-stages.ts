import { bold, dim, green, red } from '../report/terminal.ts';
import { explain } from '../trouble.ts';
import { failedOnce, sum } from './count.ts';
import type { Count } from './count.ts';
import type { Stage, Surroundings } from './stages.ts';

/** Runs all stages, also after one has failed, and answers with what they counted together. */
export async function runStages(stages: readonly Stage[], surroundings: Surroundings): Promise<Count> {
  const counts = new Map<string, Count>();
  for (const stage of stages) {
    if (surroundings.signal.aborted) break;
    surroundings.say(`\n${bold(stage.name)} ${dim('─'.repeat(Math.max(0, 60 - stage.name.length)))}`);
    const startedAt = performance.now();
    const count = await runStage(stage, counts, surroundings);
    counts.set(stage.name, count);
    const took = `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
    surroundings.say(`${signOf(count)} ${stage.name} ${dim(`${describe(count)}, ${took}`)}`);
  }
  surroundings.say('');
  for (const [name, count] of counts)
    surroundings.say(`${signOf(count)} ${name.padEnd(14)}${dim(describe(count))}`);
  return sum([...counts.values()]);
}

async function runStage(
  stage: Stage,
  counts: Map<string, Count>,
  surroundings: Surroundings,
): Promise<Count> {
  const needed = stage.needs === undefined ? undefined : counts.get(stage.needs);
  if (needed !== undefined && needed.failed > 0) {
    surroundings.say(`Not tried, because ${String(stage.needs)} failed.`);
    return failedOnce;
  }
  try {
    return await stage.run(surroundings);
  } catch (error) {
    surroundings.say(explain(error));
    return failedOnce;
  }
}

const describe = ({ passed, failed }: Count) => `${passed} passed, ${failed} failed`;
const signOf = ({ failed }: Count) => (failed === 0 ? green('✓') : red('✗'));
