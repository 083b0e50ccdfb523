import { readOptions, usage } from './options.ts';
import { report } from './reports/report.ts';
import { readRun } from './run/index.ts';
import { simulate } from './simulation.ts';
import { Trouble } from './trouble.ts';

const exitCodes = { well: 0, damaged: 1, trouble: 2, interrupted: 130 };

const write = (line: string): void => {
  console.log(line);
};

const run = async (signal: AbortSignal): Promise<number> => {
  const options = readOptions(process.argv.slice(2));
  if (!options) {
    write(usage);
    return exitCodes.well;
  }
  const { address, ...rest } = readRun(options['run-file']);
  const system = { ...rest, address: options.address ?? address };
  const { project, participants, seed } = options;
  write(
    `${String(participants)} participants come to "${project}" at ${system.address} (seed ${String(seed)}). Ctrl-C ends it.`,
  );
  const outcome = await simulate({ options, run: system, write, signal });
  write(report(outcome));
  return outcome.findings.length === 0 ? exitCodes.well : exitCodes.damaged;
};

const interrupt = new AbortController();
// The second Ctrl-C finds no listener and ends the process at once.
process.once('SIGINT', () => {
  write('Everybody leaves …');
  interrupt.abort();
});

try {
  process.exitCode = await run(interrupt.signal);
} catch (error) {
  if (interrupt.signal.aborted) {
    process.exitCode = exitCodes.interrupted;
  } else {
    console.error(error instanceof Trouble ? error.message : error);
    process.exitCode = exitCodes.trouble;
  }
}
