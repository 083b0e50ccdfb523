import { chownSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ProcessSpec } from '../supervisor/process-spec.ts';
import { whyNotDatabase } from '../supervisor/readiness.ts';
import { run } from '../system/run.ts';
import { Trouble } from '../trouble.ts';
import type { Account } from './account.ts';
import { isCluster } from './home.ts';
import type { Home } from './home.ts';

const major = '18';
export const superuser = 'convomatic';

/** English messages whatever the machine speaks, and no PG… variable of the person's own. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const env = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('PG') && !name.startsWith('LC_'),
  );
  return { ...Object.fromEntries(env), LANG: 'C' };
}

/** Makes the cluster if there is none. A kill in the middle leaves nothing that looks like one. */
export async function initialise(
  { binaries, data, account }: Home,
  { password, isDurable }: Pick<ServerOptions, 'password' | 'isDurable'>,
): Promise<void> {
  if (isCluster(data)) {
    requireVersion(data);
    return;
  }
  const unfinished = `${data}.unfinished`;
  for (const old of [data, unfinished]) rmSync(old, { recursive: true, force: true });
  makeFolder(unfinished, account);
  const passwordFile = path.join(unfinished, 'password');
  const newData = path.join(unfinished, 'data');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account) chownSync(passwordFile, account.uid, account.gid);
  const { code, everything } = await run(
    path.join(binaries, 'bin', 'initdb'),
    [
      `--pgdata=${newData}`,
      `--username=${superuser}`,
      `--pwfile=${passwordFile}`,
      ...initdbOptions,
      ...(isDurable ? [] : ['--no-sync']),
    ],
    { ...account, cwd: unfinished, env: cleanEnvironment() },
  );
  if (code !== 0) throw new Trouble(`PostgreSQL's initdb failed in ${data}:\n${everything}`);
  renameSync(newData, data);
  rmSync(unfinished, { recursive: true });
}

// One locale that is the same on every machine.
const initdbOptions = [
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--no-locale',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
];

function requireVersion(data: string): void {
  const version = readFileSync(path.join(data, 'PG_VERSION'), 'utf8').trim();
  if (version === major) return;
  throw new Trouble(
    `${data} was made by PostgreSQL ${version}, this is ${major}. Move it away, or set DATABASE_URL.`,
  );
}

function makeFolder(folder: string, account: Account | undefined): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (account) chownSync(folder, account.uid, account.gid);
}

interface ServerOptions {
  port: number;
  password: string;
  /** Off for throw-away clusters: a crash of the machine may then lose everything. */
  isDurable: boolean;
}

const fast = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

export function databaseUrl(
  { port, password }: { port: number; password: string },
  name = 'postgres',
): string {
  return `postgres://${superuser}:${password}@127.0.0.1:${port}/${name}`;
}

/** The server as a process that is kept alive. It listens on this machine alone, and on no Unix socket. */
export function postgresProcess({ binaries, data, account }: Home, options: ServerOptions): ProcessSpec {
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'timezone=UTC',
    'log_timezone=UTC',
    ...(options.isDurable ? [] : fast),
  ];
  const url = databaseUrl(options);
  return {
    name: 'postgres',
    command: path.join(binaries, 'bin', 'postgres'),
    args: ['-D', data, '-p', String(options.port), ...settings.flatMap((setting) => ['-c', setting])],
    env: cleanEnvironment(),
    cwd: '/',
    account,
    // SIGINT ends sessions and writes a checkpoint, SIGQUIT leaves the rest to recovery.
    stopping: { signal: 'SIGINT', withinMs: 20_000, atOnce: 'SIGQUIT' },
    isReady: async () => (await whyNotDatabase(url)) === undefined,
  };
}
