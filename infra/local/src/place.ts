import { chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';

/** The clone. */
export const root = path.resolve(import.meta.dirname, '../../..');

/** What `npm start` keeps between two starts. */
export const stateFolder = path.join(root, '.convomatic');

export const inRoot = (...parts: string[]): string => path.join(root, ...parts);

/** Other users may pass through the folder (the database may run as one), whatever the umask says. */
export function makeStateFolder(): void {
  mkdirSync(stateFolder, { recursive: true });
  chmodSync(stateFolder, 0o755);
}
