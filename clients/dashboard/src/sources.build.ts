import { readFileSync, readdirSync } from 'node:fs';

const folder = new URL('.', import.meta.url);

/** The dashboard's own source, for tests of rules that all of it keeps. */
export const sources = readdirSync(folder, { recursive: true })
  .map(String)
  .filter((file) => /\.(vue|ts)$/.test(file) && !/\.(test|build)\.ts$/.test(file))
  .map((file) => ({ file, text: readFileSync(new URL(file, folder), 'utf8') }));
