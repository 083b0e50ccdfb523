import { benches } from './benches/index.ts';
import { entryOf, readResults, writeResults } from './report.ts';
import { createStage } from './stage/stage.ts';

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** By name or id; all of them when none is named. */
function choose(asked: readonly string[]) {
  const unknown = asked.find((word) => !benches.some(({ id, name }) => word === id || word === name));
  if (unknown !== undefined) {
    const known = new Set(benches.flatMap(({ id, name }) => [name, id]));
    throw new Error(`There is no bench ${unknown}. There are: ${[...known].join(', ')}.`);
  }
  return benches.filter(({ id, name }) => asked.length === 0 || asked.includes(id) || asked.includes(name));
}

// What a bench has started ends with this process.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'])
  process.once(signal, () => process.exit(130));

// Hearing of the parent's end is no reason to stay.
process.channel?.unref();

const chosen = choose(process.argv.slice(2));
const stage = await createStage();
try {
  const results = readResults();
  for (const bench of chosen) {
    say(`\n${bench.id} ${bench.title}: ${bench.load}`);
    const outcome = await bench.run(stage, bench.sizes.full, (line) => {
      say(`  ${line}`);
    });
    results[bench.id] = entryOf(outcome);
    writeResults(benches, results);
    const verdict = outcome.isMet && outcome.isReconciled ? 'met' : 'NOT met';
    say(
      `  ${outcome.figure}; ${outcome.reference}; ratio ${String(outcome.ratio)}; ${bench.target}: ${verdict}`,
    );
    say(`  ${outcome.reconciliation}`);
  }
} finally {
  await stage.close();
}
