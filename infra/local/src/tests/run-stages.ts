import { bold, dim, green, red } from '../report/terminal.ts';
import { explain } from '../trouble.ts';
import { failedOnce, sum } from './count.ts';
import type { Count } from './count.ts';
import { createBlock, createDirect } from './output.ts';
import type { Stage, Surroundings } from './stages.ts';

type Given = Omit<Surroundings, 'output' | 'say'>;

/** Runs all stages, also after one has failed, and answers with what they counted together. */
export async function runStages(stages: readonly Stage[], given: Given): Promise<Count> {
  const counts = new Map<string, Count>();
  const { alone = [], tools = [], servers = [] } = Object.groupBy(stages, ({ lane }) => lane);
  const createOutput = tools.length > 0 && servers.length > 0 ? createBlock : createDirect;

  const runInTurn = async (lane: readonly Stage[], openOutput: typeof createOutput): Promise<void> => {
    for (const stage of lane) {
      if (given.signal.aborted) return;
      const output = openOutput();
      const say = (sentence: string): void => {
        output.write(`${sentence}\n`);
      };
      counts.set(stage.name, await runAndTell(stage, counts, { ...given, output, say }));
      output.end();
    }
  };

  await runInTurn(alone, createDirect);
  await Promise.all([runInTurn(tools, createOutput), runInTurn(servers, createOutput)]);
  return conclude(stages, counts);
}

function conclude(stages: readonly Stage[], counts: ReadonlyMap<string, Count>): Count {
  process.stdout.write('\n');
  for (const { name } of stages) {
    const count = counts.get(name);
    if (count) process.stdout.write(`${signOf(count)} ${name.padEnd(14)}${dim(describe(count))}\n`);
  }
  return sum([...counts.values()]);
}

async function runAndTell(
  stage: Stage,
  counts: ReadonlyMap<string, Count>,
  surroundings: Surroundings,
): Promise<Count> {
  const { say } = surroundings;
  say(`\n${bold(stage.name)} ${dim('─'.repeat(Math.max(0, 60 - stage.name.length)))}`);
  const startedAt = performance.now();
  const count = await runStage(stage, counts, surroundings);
  const took = `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
  say(`${signOf(count)} ${stage.name} ${dim(`${describe(count)}, ${took}`)}`);
  return count;
}

async function runStage(
  stage: Stage,
  counts: ReadonlyMap<string, Count>,
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
