import { cpSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inRoot } from '../place.ts';

const sources = ['services', 'clients', 'package.json', 'jest.config.js', 'tsconfig.base.json'];
const made = new Set(['node_modules', 'dist', '.turbo']);
const ours = '@convomatic';

/** The sources in a new folder, with everybody else's packages by link. Our own are those of the copy. */
export function copyRepository(): string {
  const copy = mkdtempSync(path.join(tmpdir(), 'convomatic-example-'));
  for (const name of sources) {
    cpSync(inRoot(name), path.join(copy, name), {
      recursive: true,
      filter: (file) => !made.has(path.basename(file)),
    });
  }
  // jest.config.js names it as a folder of tests.
  mkdirSync(path.join(copy, 'infra'));
  mkdirSync(path.join(copy, 'node_modules'));
  for (const name of readdirSync(inRoot('node_modules')).filter((one) => one !== ours)) {
    symlinkSync(inRoot('node_modules', name), path.join(copy, 'node_modules', name));
  }
  // Links of npm are relative, so they lead into the copy.
  cpSync(inRoot('node_modules', ours), path.join(copy, 'node_modules', ours), {
    recursive: true,
    verbatimSymlinks: true,
  });
  // What the dashboard's build made of the theme, which its types are from.
  const types = 'clients/dashboard/node_modules';
  symlinkSync(inRoot(types), path.join(copy, types));
  return copy;
}
