import { inRoot, root } from './place.ts';
import { run } from './system/run.ts';
import { Trouble } from './trouble.ts';

/** turbo reports home unless it is asked not to. */
export const turboEnvironment = {
  TURBO_TELEMETRY_DISABLED: '1',
  DO_NOT_TRACK: '1',
  TURBO_NO_UPDATE_NOTIFIER: '1',
};

/** turbo as a command of this machine's Node. */
export const turbo = (...args: string[]): [string, ...string[]] => [
  process.execPath,
  inRoot('node_modules/turbo/bin/turbo'),
  ...args,
];

/** Builds what browsers load, where its sources changed since the last time. */
export async function buildClients(signal: AbortSignal): Promise<void> {
  const [command, ...args] = turbo('run', 'build', '--output-logs=errors-only');
  const env = { ...process.env, ...turboEnvironment };
  const { code, everything } = await run(command, args, { cwd: root, env, signal });
  if (code !== 0 && !signal.aborted) throw new Trouble(`The clients could not be built:\n${everything}`);
}
