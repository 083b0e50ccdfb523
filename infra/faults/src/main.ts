import { ThrowAwayServers } from '../../local/src/tests/throw-away.ts';
import { Misunderstood, readOptions, usage } from './options.ts';
import { report } from './report.ts';
import { runFaults } from './run/run.ts';
import type { RunOptions } from './run/run.ts';

const exitCodes = { well: 0, damaged: 1, trouble: 2, interrupted: 130 };

const write = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const interrupt = new AbortController();
// The second one finds no listener and ends the process at once; a guard then ends what it had started.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(name, () => {
    write('Everything is being taken down …');
    interrupt.abort();
  });

const run = async (options: RunOptions): Promise<number> => {
  const servers = new ThrowAwayServers(write);
  try {
    Object.assign(process.env, await servers.environment());
    const { seed, clients, rate, seconds, nodes } = options;
    write(
      `${String(clients)} clients, ${String(rate)} messages a second for ${String(seconds)} s, ` +
        `${String(nodes)} channel nodes (seed ${String(seed)})`,
    );
    const outcome = await runFaults({ ...options, say: write, signal: interrupt.signal });
    write(report(outcome));
    const isWell = outcome.violations.length === 0 && outcome.failures.length === 0;
    return isWell ? exitCodes.well : exitCodes.damaged;
  } finally {
    await servers.stop();
  }
};

try {
  const options = readOptions(process.argv.slice(2));
  if (options) process.exitCode = await run(options);
  else write(usage);
} catch (error) {
  if (interrupt.signal.aborted) process.exitCode = exitCodes.interrupted;
  else {
    write(error instanceof Misunderstood ? error.message : String((error as Error).stack ?? error));
    process.exitCode = exitCodes.trouble;
  }
}
// What was interrupted may still wait for an answer that nobody will give.
process.exit();
