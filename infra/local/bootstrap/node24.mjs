import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { root } from './dependencies.mjs';

const signals = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };

/** Runs Node 24 with these arguments in place of this process: same terminal, same signals, same exit code. */
export function becomeNode24(args) {
  const node = findNode24();
  const PATH = [path.dirname(node), path.join(root, 'node_modules', '.bin'), process.env.PATH ?? ''];
  const child = spawn(node, args, {
    // The channel tells the child when this process is gone, also after kill -9.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, PATH: PATH.join(path.delimiter) },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  endWithNpm(child);
  child.on('error', (error) => {
    console.error(`Node 24 could not be started: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (signals[signal] ?? 0)));
}

/** npm runs a script through a shell that passes no signal on; when npm is killed, this process ends its child. */
function endWithNpm(child) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || child.kill('SIGTERM'), 1000).unref();
}

function findNode24() {
  const packaged = path.join(root, `node_modules/node-${process.platform}-${process.arch}/bin/node`);
  for (const candidate of [packaged, process.execPath, 'node']) {
    const found = whereNode24(candidate);
    if (found !== undefined) return found;
  }
  console.error(
    `Node 24 is needed. npm brings it on Linux (x64, arm64); for ${process.platform}-${process.arch} please install ` +
      'Node 24 or newer from https://nodejs.org and start again.',
  );
  return process.exit(1);
}

/** The path of the binary, if it runs here and is new enough. */
function whereNode24(candidate) {
  const question = 'Number.parseInt(process.versions.node) >= 24 ? process.execPath : ""';
  const { stdout } = spawnSync(candidate, ['-p', question], { encoding: 'utf8' });
  return stdout?.trim() || undefined;
}
