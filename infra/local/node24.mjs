import { realpathSync } from 'node:fs';
import path from 'node:path';
import { installDependencies, root } from './bootstrap/dependencies.mjs';
import { becomeNode24 } from './bootstrap/node24.mjs';

// Runs a file of ours, or with `--bin` a tool of node_modules, on Node 24.
installDependencies();
const [first, ...rest] = process.argv.slice(2);
if (first === '--bin') {
  const [tool, ...args] = rest;
  becomeNode24([realpathSync(path.join(root, 'node_modules', '.bin', tool)), ...args]);
} else {
  becomeNode24([first, ...rest]);
}
