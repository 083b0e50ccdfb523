import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { findOnPath } from './path.ts';
import { run } from './run.ts';

/** The package managers that install without a question, first found first used. */
const managers = [
  { command: 'apt-get', refresh: ['update', '-q'], install: ['install', '-qy', '--no-install-recommends'] },
  { command: 'dnf', install: ['install', '-qy'] },
  { command: 'apk', install: ['add', '--no-cache'] },
  { command: 'pacman', install: ['-Sy', '--noconfirm', '--needed'] },
  { command: 'brew', install: ['install'] },
] as const;

export type ManagerName = (typeof managers)[number]['command'];

/** Debian starts a service when its package arrives, unless the run level says maintenance. */
const quiet = ['DEBIAN_FRONTEND=noninteractive', 'RUNLEVEL=1'];

export interface PackageManager {
  name: ManagerName;
  /** Undefined when it worked, else what the manager printed. */
  install(wanted: { name: string; service: string | undefined }): Promise<string | undefined>;
}

/** The system's package manager, where using it needs no password. */
export async function passwordlessPackageManager(): Promise<PackageManager | undefined> {
  const manager = managers.find(({ command }) => findOnPath([command]) !== undefined);
  if (manager === undefined) return undefined;
  const prefix = await prefixFor(manager.command);
  if (prefix === undefined) return undefined;
  const call = (...command: string[]) => run('env', [...quiet, ...prefix, ...command]);
  return {
    name: manager.command,
    install: async ({ name, service }) => {
      // A failed refresh is no reason to stop: one broken source among many still leaves the package.
      if ('refresh' in manager) await call(manager.command, ...manager.refresh);
      const { code, everything } = await call(manager.command, ...manager.install, name);
      if (code !== 0) return everything;
      // systemd does not know run levels: there the package has started a server of its own on the public port.
      if (service && existsSync('/run/systemd/system')) await call('systemctl', 'disable', '--now', service);
      return undefined;
    },
  };
}

/** What stands before a command: nothing, `sudo`, or undefined where a password would be asked. */
async function prefixFor(command: ManagerName): Promise<string[] | undefined> {
  const isRoot = userInfo().uid === 0;
  if (command === 'brew') return isRoot ? undefined : [];
  if (isRoot) return [];
  const { code } = await run('sudo', ['-n', 'true']);
  return code === 0 ? ['sudo', '-n', 'env', ...quiet] : undefined;
}
