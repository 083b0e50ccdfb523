import { readFileSync, writeFileSync } from 'node:fs';
import { envExample, envExampleFile } from './configuration/example.ts';

// `npm run env:example` writes .env.example anew; with --check it only says whether that is needed.
const wanted = await envExample();

if (!process.argv.includes('--check')) {
  writeFileSync(envExampleFile, wanted);
} else if (readFileSync(envExampleFile, 'utf8') !== wanted) {
  console.error('.env.example differs from the services’ config.ts: run npm run env:example.');
  process.exitCode = 1;
}
