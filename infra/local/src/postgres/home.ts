import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  lchownSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import path from 'node:path';
import { root } from '../place.ts';
import { run } from '../system/run.ts';
import { Trouble } from '../trouble.ts';
import { databaseAccount } from './account.ts';
import type { Account } from './account.ts';
import { packagedBinaries, probe } from './binaries.ts';
import type { Binaries } from './binaries.ts';

/** Where a cluster's programs and data are, and who runs it. */
export interface Home {
  binaries: string;
  data: string;
  account: Account | undefined;
}

const hash = createHash('sha256').update(root).digest('hex').slice(0, 16);

/** A folder outside the clone where any account may go; only root can make it, and only root needs it. */
const outside = path.join('/var/lib/convomatic', hash);

export const isCluster = (data: string): boolean => existsSync(path.join(data, 'PG_VERSION'));

/** npm's binaries and the wanted data folder; where a closed folder above keeps the database's account out, copies elsewhere. */
export async function chooseHome(wantedData: string, say: (sentence: string) => void): Promise<Home> {
  const account = await databaseAccount(wantedData);
  const packaged = packagedBinaries();
  const inside = await probe(packaged.folder, account);
  if (account === undefined) {
    if (!inside.runs) throw new Trouble(`PostgreSQL's binaries do not run here: ${inside.why}`);
    return { binaries: packaged.folder, data: wantedData, account };
  }
  const data = await chooseData(wantedData, account);
  const binaries = inside.runs ? packaged.folder : await copyBinaries(packaged, account);
  if ([binaries, data].some((place) => place.startsWith(outside))) {
    say(`  PostgreSQL's user cannot go where this clone is: its programs and data are in ${outside}`);
  }
  return { binaries, data, account };
}

async function chooseData(wanted: string, account: Account): Promise<string> {
  const elsewhere = path.join(outside, path.basename(wanted));
  const existing = [wanted, elsewhere].find(isCluster);
  const isReachable = (await run('test', ['-x', path.dirname(wanted)], account)).code === 0;
  if (isReachable && existing !== elsewhere) return wanted;
  makeOutside();
  return elsewhere;
}

async function copyBinaries({ folder, version }: Binaries, account: Account): Promise<string> {
  const copy = path.join(outside, `postgresql-${version}`);
  if ((await probe(copy, account)).runs) return copy;
  makeOutside();
  const unfinished = `${copy}.unfinished`;
  for (const old of [copy, unfinished]) rmSync(old, { recursive: true, force: true });
  cpSync(folder, unfinished, { recursive: true, verbatimSymlinks: true });
  giveTo(unfinished, account);
  renameSync(unfinished, copy);
  const { runs, why } = await probe(copy, account);
  if (!runs) throw new Trouble(`PostgreSQL's binaries do not run here: ${why}`);
  return copy;
}

function makeOutside(): void {
  mkdirSync(outside, { recursive: true });
  for (const folder of [path.dirname(outside), outside]) chmodSync(folder, 0o755);
}

/** A strict umask of root's would leave the copies unreadable for the account. */
function giveTo(folder: string, { uid, gid }: Account): void {
  const inFolder = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  for (const name of ['.', ...inFolder]) lchownSync(path.join(folder, name), uid, gid);
}
