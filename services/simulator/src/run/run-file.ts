import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { Trouble } from '../trouble.ts';

/** The clone that this file is in. */
export const root = path.resolve(import.meta.dirname, '../../../..');

export const defaultRunFile = path.join(root, '.convomatic/run.json');

const run = z.object({
  address: z.url(),
  owner_token: z.string(),
  redis_url: z.url().optional(),
  pids: z.record(z.string(), z.int().positive()).default({}),
});
/** What a running system says of itself: its address, an owner's login token for the exports, its Redis and its processes. */
export type Run = z.infer<typeof run>;

const startFirst = 'Start it first: npm start';

const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Trouble(`Nothing runs here (${file} cannot be read). ${startFirst}`, { cause });
  }
};

/** @throws {Trouble} where nothing runs, or is not ready yet */
export const readRun = (file: string): Run => {
  const text = read(file);
  try {
    return run.parse(JSON.parse(text));
  } catch (cause) {
    throw new Trouble(
      `${file} does not say yet where the system is. Wait until npm start says that it is ready.`,
      { cause },
    );
  }
};
