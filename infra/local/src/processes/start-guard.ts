import { spawn } from 'node:child_process';
import path from 'node:path';

/** Starts the process that cleans up after this one, however this one ends. */
export function startGuard(runFile: string, folder?: string): void {
  const args = [
    path.join(import.meta.dirname, 'guard.ts'),
    runFile,
    ...(folder === undefined ? [] : [folder]),
  ];
  const guard = spawn(process.execPath, args, {
    cwd: '/',
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  guard.unref();
  guard.channel?.unref();
}
