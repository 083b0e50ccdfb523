import { existsSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { run } from '../system/run.ts';
import { Trouble } from '../trouble.ts';

export interface Account {
  uid: number;
  gid: number;
}

/** PostgreSQL refuses to run as root. The account for it, or undefined where we are an ordinary user already. */
export async function databaseAccount(data: string): Promise<Account | undefined> {
  const { uid } = userInfo();
  const owner = existsSync(data) ? statSync(data) : undefined;
  if (uid !== 0) {
    if (owner !== undefined && owner.uid !== uid) {
      throw new Trouble(
        `${data} belongs to another user (${owner.uid}), who started this clone before. Start as that user, or as root.`,
      );
    }
    return undefined;
  }
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const account = (await find('postgres')) ?? (await create()) ?? (await find('nobody'));
  if (account === undefined)
    throw new Trouble('PostgreSQL does not run as root and no user postgres could be made.');
  return account;
}

async function find(name: string): Promise<Account | undefined> {
  const [uid, gid] = await Promise.all(['-u', '-g'].map((which) => run('id', [which, name])));
  if (uid?.code !== 0 || gid?.code !== 0) return undefined;
  return { uid: Number(uid.output), gid: Number(gid.output) };
}

async function create(): Promise<Account | undefined> {
  const useradd = await run('useradd', [
    '--system',
    '--user-group',
    '--shell',
    '/usr/sbin/nologin',
    'postgres',
  ]);
  // Systems with busybox have adduser alone.
  if (useradd.code !== 0) await run('adduser', ['-S', '-D', '-H', 'postgres']);
  return find('postgres');
}
