import { fileURLToPath } from 'node:url';
import { installDependencies } from './bootstrap/dependencies.mjs';
import { becomeNode24 } from './bootstrap/node24.mjs';

// `npm test` on a machine that may have nothing but Node 20: plain JavaScript until Node 24 is there.
installDependencies();
becomeNode24([fileURLToPath(new URL('src/test.ts', import.meta.url)), ...process.argv.slice(2)]);
