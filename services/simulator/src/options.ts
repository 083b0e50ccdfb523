import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { arrivalKinds } from './participants/index.ts';
import { defaultRunFile } from './run/index.ts';
import { Trouble } from './trouble.ts';

export const usage = `npm run simulate -- --project <slug> [options]

  --project <slug>        the project to join, such as demo
  --participants <n>      how many people come (12); fewer than a group wait for others
  --arrivals <kind>       burst: all within a second (so when absent); poisson: one by one, five a second
  --seed <n>              repeats who says and does what and when (random)
  --chaos                 kills channels, worker, api and Redis once each in the middle of a talk
  --deadline <seconds>    gives up then (waiting limit + duration + 30)
  --address <url>         of the system, when it is not the one of the run file
  --run-file <path>       what npm start wrote (.convomatic/run.json)

Exit code: 0 all is well; 1 something was lost, doubled, out of order or differs; 2 it could not run.`;

const whole = (most: number) => z.coerce.number().int().min(0).max(most);

const options = z.object({
  project: z.string().min(1).default('demo'),
  participants: whole(5_000).min(1).default(12),
  arrivals: z.enum(arrivalKinds).default('burst'),
  seed: whole(2 ** 32 - 1).default(() => randomInt(1_000_000)),
  deadline: z.coerce.number().positive().optional(),
  chaos: z.boolean().default(false),
  address: z
    .url({ protocol: /^https?$/ })
    .transform((address) => new URL(address).origin)
    .optional(),
  'run-file': z.string().default(defaultRunFile),
});
export type Options = z.infer<typeof options>;

const flags = {
  project: { type: 'string' },
  participants: { type: 'string' },
  arrivals: { type: 'string' },
  seed: { type: 'string' },
  deadline: { type: 'string' },
  chaos: { type: 'boolean' },
  address: { type: 'string' },
  'run-file': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

const parsed = (args: string[]): Record<string, unknown> => {
  try {
    return parseArgs({ args, options: flags }).values;
  } catch (error) {
    throw new Trouble(`${(error as Error).message}\n\n${usage}`, { cause: error });
  }
};

/** Null when help was asked for. */
export const readOptions = (args: string[]): Options | null => {
  const values = parsed(args);
  if (values.help) return null;
  const result = options.safeParse(values);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`);
  throw new Trouble(`${problems.join('\n')}\n\n${usage}`);
};
