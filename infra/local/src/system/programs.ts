import { existsSync } from 'node:fs';
import { Trouble } from '../trouble.ts';
import { passwordlessPackageManager } from './package-manager.ts';
import type { ManagerName } from './package-manager.ts';
import { findOnPath } from './path.ts';
import { run } from './run.ts';

/** A program that npm cannot bring. */
interface Program {
  title: string;
  /** The variable that names the binary instead. */
  variable: string;
  names: readonly string[];
  packages: Record<ManagerName, string>;
  advice: string;
  /** A system service that comes with the package and is not wanted. */
  service: string | undefined;
}

const redis: Program = {
  title: 'Redis',
  variable: 'REDIS_SERVER',
  names: ['redis-server', 'valkey-server'],
  packages: { 'apt-get': 'redis-server', dnf: 'valkey', apk: 'redis', pacman: 'valkey', brew: 'redis' },
  advice:
    'install redis-server or valkey-server (on Debian or Ubuntu: sudo apt install redis-server), or set REDIS_URL',
  service: 'redis-server',
};

const chromium: Program = {
  title: 'Chromium',
  variable: 'CHROME_PATH',
  names: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'],
  packages: { 'apt-get': 'chromium', dnf: 'chromium', apk: 'chromium', pacman: 'chromium', brew: 'chromium' },
  advice:
    'install Chromium or Chrome (on Debian: sudo apt install chromium), or set CHROME_PATH to its binary',
  service: undefined,
};

type Say = (sentence: string) => void;

export const obtainRedis = (say: Say): Promise<string> => obtain(redis, say);
export const obtainChromium = (say: Say): Promise<string> => obtain(chromium, say);

/** The path of a binary that runs: named by its variable, on the path, or installed now. */
async function obtain(program: Program, say: Say): Promise<string> {
  const named = process.env[program.variable];
  if (named) return requireRunning(program, named);
  const present = await firstThatRuns(program.names);
  if (present !== undefined) return present;
  const failure = await install(program, say);
  const installed = await firstThatRuns(program.names);
  if (installed !== undefined) return installed;
  throw new Trouble(`${program.title} was not found${failure}. Please ${program.advice}, and start again.`);
}

async function requireRunning(program: Program, file: string): Promise<string> {
  if (existsSync(file) && (await runs(file))) return file;
  throw new Trouble(`${program.variable} names ${file}, which cannot be run.`);
}

/** Installs the package; answers with the half sentence that explains why there is still nothing. */
async function install(program: Program, say: Say): Promise<string> {
  const manager = await passwordlessPackageManager();
  if (manager === undefined) return ', and no package manager can be used without a password';
  const name = program.packages[manager.name];
  say(`${program.title} is not on this machine: installing it with ${manager.name} …`);
  const failure = await manager.install({ name, service: program.service });
  if (failure !== undefined) return ` (${manager.name} could not install ${name}):\n${failure.trim()}\n`;
  return ` after ${manager.name} installed ${name}`;
}

async function firstThatRuns(names: readonly string[]): Promise<string | undefined> {
  for (const name of names) {
    const file = findOnPath([name]);
    // Ubuntu has a chromium-browser that only says how to get one.
    if (file !== undefined && (await runs(file))) return file;
  }
  return undefined;
}

async function runs(file: string): Promise<boolean> {
  const { code } = await run(file, ['--version']);
  return code === 0;
}
