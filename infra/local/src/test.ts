import { chooseStages } from './tests/choose-stages.ts';
import { runStages } from './tests/run-stages.ts';
import { ThrowAwayServers } from './tests/throw-away.ts';
import { explain } from './trouble.ts';

// `npm test`: every stage, each counted; the last line is for machines and people alike.
const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const servers = new ThrowAwayServers(say);
const cancelled = new AbortController();

const cancel = () => {
  cancelled.abort();
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect']) process.on(signal, cancel);
// Hearing of the parent's end is no reason to stay.
process.channel?.unref();

async function test(): Promise<number> {
  const { stages, patterns } = chooseStages(process.argv.slice(2));
  const { passed, failed } = await runStages(stages, { patterns, servers, signal: cancelled.signal });
  await servers.stop();
  if (cancelled.signal.aborted) return 130;
  say(`\n${passed} passed, ${failed} failed`);
  return failed > 0 || passed === 0 ? 1 : 0;
}

try {
  process.exitCode = await test();
} catch (error) {
  say(explain(error));
  process.exitCode = 1;
}
