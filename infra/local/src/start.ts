import { LocalSystem } from './local-system.ts';
import { createTerminal } from './report/terminal.ts';
import { explain } from './trouble.ts';

// `npm start`: the whole system on this machine, until Ctrl-C.
const terminal = createTerminal(process.stdout);
const system = new LocalSystem(terminal);

const sameStrokeMs = 500;
let askedAt: number | undefined;

/** One Ctrl-C arrives twice, from the terminal and from npm; the second one that a person types means at once. */
function stop(): void {
  if (askedAt === undefined) {
    askedAt = performance.now();
    void system.stop().then(() => process.exit(process.exitCode ?? 0));
  } else if (performance.now() - askedAt > sameStrokeMs) {
    system.stopAtOnce();
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect']) process.on(signal, stop);

try {
  await system.start();
} catch (error) {
  if (askedAt === undefined) {
    terminal.line(explain(error));
    process.exitCode = 1;
    stop();
  }
}
