import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { longFaults, shortFaults } from './run/schedule.ts';
import type { RunOptions } from './run/run.ts';

export const usage = `npm run faults -- short|long [options]

  short          one minute: Redis, nodes, subscriptions and connections fail
  long           five minutes: also the api, the worker and Postgres, and rights are taken away
  --seed <n>     repeats the choices of a run (random)
  --clients <n>  how many (300)
  --rate <n>     messages a second (300)
  --seconds <n>  how long the faults go on (60, long 300)
  --nodes <n>    channel nodes (3)
  --logs <path>  a folder that gets what the services write

Exit code: 0 all is well; 1 something was lost, doubled, out of order or told to the wrong one; 2 it could not run.`;

const flags = {
  seed: { type: 'string' },
  clients: { type: 'string' },
  rate: { type: 'string' },
  seconds: { type: 'string' },
  nodes: { type: 'string' },
  logs: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** What was typed makes no sense; the message says what would. */
export class Misunderstood extends Error {}

type Range = { usual: number; least: number; most: number };

const whole = (name: string, text: string | undefined, { usual, least, most }: Range): number => {
  if (text === undefined) return usual;
  const number = Number(text);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new Misunderstood(
    `--${name}: expected a whole number from ${String(least)} to ${String(most)}.\n\n${usage}`,
  );
};

const parse = (args: string[]) => {
  try {
    return parseArgs({ args, options: flags, allowPositionals: true });
  } catch (error) {
    throw new Misunderstood(`${(error as Error).message}\n\n${usage}`, { cause: error });
  }
};

/** Null when help was asked for. @throws {Misunderstood} */
export const readOptions = (args: string[]): RunOptions | null => {
  const { values, positionals } = parse(args);
  if (values.help) return null;
  const [name = 'short', ...rest] = positionals;
  if (rest.length > 0 || (name !== 'short' && name !== 'long')) throw new Misunderstood(usage);
  const isLong = name === 'long';
  return {
    faults: isLong ? longFaults : shortFaults,
    seed: whole('seed', values.seed, { usual: randomInt(1_000_000), least: 0, most: 2 ** 32 - 1 }),
    clients: whole('clients', values.clients, { usual: 300, least: 10, most: 2_000 }),
    rate: whole('rate', values.rate, { usual: 300, least: 1, most: 5_000 }),
    seconds: whole('seconds', values.seconds, { usual: isLong ? 300 : 60, least: 5, most: 3_600 }),
    ...(values.logs !== undefined && { logs: values.logs }),
    nodes: whole('nodes', values.nodes, { usual: 3, least: 1, most: 10 }),
  };
};
