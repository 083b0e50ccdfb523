import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabase } from '@convomatic/kit/testing/postgres';
import type { TestDatabase } from '@convomatic/kit/testing/postgres';
import { inRoot } from '../place.ts';
import { run } from '../system/run.ts';
import { copyRepository } from './repository-copy.ts';
import { applyStep, readSteps } from './worked-example.ts';
import type { Step } from './worked-example.ts';

const minutes = 60_000;

/** Its own tests, and those in which every feature has a place: who may, what takes a scope, which words are said. */
const tests = ['bookmarks', 'src/routes.test', 'scopes.rules', 'words.rules'];

let copy: string;
let database: TestDatabase;

const follow = (step: Step): void => {
  const file = path.join(copy, step.file);
  const text = applyStep(step, existsSync(file) ? readFileSync(file, 'utf8') : undefined);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
};

const node = async (args: string[], env: NodeJS.ProcessEnv = {}): Promise<void> => {
  const { code, everything } = await run(process.execPath, args, {
    cwd: copy,
    env: { ...process.env, ...env },
  });
  if (code !== 0) throw new Error(everything);
};

beforeAll(async () => {
  copy = copyRepository();
  for (const step of readSteps(readFileSync(inRoot('docs/add-a-feature.md'), 'utf8'))) follow(step);
  database = await testDatabase();
}, 2 * minutes);

afterAll(async () => {
  await database.close();
  rmSync(copy, { recursive: true });
});

describe('docs/add-a-feature.md, followed to the letter', () => {
  it(
    'compiles on both sides of the wire',
    async () => {
      const options = ['--noEmit', '--incremental', 'false'];
      await node(['node_modules/typescript/bin/tsc', '--project', 'services', ...options]);
      await node(['node_modules/vue-tsc/bin/vue-tsc.js', '--project', 'clients/dashboard', ...options]);
    },
    3 * minutes,
  );

  it(
    'migrates a database, and passes the tests that it brings and those that it joins',
    async () => {
      await node(['services/api/src/migrate.ts'], { DATABASE_URL: database.url });
      const jest = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', '--runInBand', ...tests];
      const template = new URL(database.url).pathname.slice(1);
      await expect(node(jest, { TEST_DATABASE_TEMPLATE: template })).resolves.toBeUndefined();
    },
    3 * minutes,
  );
});
