import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { repository } from './repository.ts';

const run = promisify(execFile);

/** What a first start makes in an empty database: an owner with a way in, and the demo project. */
export interface Seed {
  sign_in_token: string;
  owner_token: string;
  demo_slug: string;
}

export const seedDatabase = async (env: { DATABASE_URL: string; PUBLIC_URL: string }): Promise<Seed> => {
  const { stdout } = await run(process.execPath, ['services/api/src/seed.ts'], {
    cwd: fileURLToPath(repository),
    env: { PATH: process.env.PATH ?? '', ...env },
  });
  return JSON.parse(stdout) as Seed;
};
