import { describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

const moduleUrl = (name: string): string => new URL(`./${name}.ts`, import.meta.url).href;

/** A process that says "up" once its program has run; the program may use `shutdown` and `say`. */
async function start(
  program: string,
): Promise<{ child: ChildProcess; output: () => string; exit: Promise<number | null> }> {
  const source = `
    import { createLogger } from '${moduleUrl('logger')}';
    import { createShutdown } from '${moduleUrl('shutdown')}';
    const say = (text) => process.stdout.write(text + '\\n');
    const shutdown = createShutdown({ logger: createLogger({ service: 'test' }), deadlineMs: 300 });
    const work = setInterval(() => undefined, 1_000);
    ${program}
    say('up');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let text = '';
  const isUp = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (part: string) => {
        text += part;
        if (text.includes('up\n')) resolve();
      });
    }
  });
  // Not the child's own close, which a disconnected channel keeps from coming.
  const streams = [child.stdout, child.stderr].flatMap((stream) => (stream ? [once(stream, 'close')] : []));
  const exit = Promise.all([once(child, 'exit'), ...streams]).then(([[code]]) => code as number | null);
  await Promise.race([isUp, exit]);
  return { child, output: () => text, exit };
}

const inOrder = `
  shutdown.add('database', async () => { await new Promise((done) => setTimeout(done, 20)); say('closed database'); });
  shutdown.add('http', () => say('closed http'));`;

describe('a shutdown', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'on %s closes in reverse order, once, and exits with 0',
    async (signal) => {
      const { child, output, exit } = await start(inOrder);
      child.kill(signal);
      child.kill(signal);
      expect(await exit).toBe(0);
      expect(output().match(/closed \w+/g)).toEqual(['closed http', 'closed database']);
    },
  );

  it('begins when the parent is gone', async () => {
    const { child, output, exit } = await start(inOrder);
    child.disconnect();
    expect(await exit).toBe(0);
    expect(output()).toContain('closed database');
  });

  it('exits with 1 at the deadline when something never closes', async () => {
    const { child, output, exit } = await start(`shutdown.add('stuck', () => new Promise(() => undefined));`);
    child.kill('SIGTERM');
    expect(await exit).toBe(1);
    expect(output()).toContain('shutdown was cut');
  });

  it('goes on after a step that fails, and exits with 1', async () => {
    const { child, output, exit } = await start(`
      shutdown.add('last', () => say('closed last'));
      shutdown.add('first', () => { throw new Error('no'); });`);
    child.kill('SIGTERM');
    expect(await exit).toBe(1);
    expect(output()).toContain('closed last');
  });

  it.each([
    ['exception', `setTimeout(() => { throw new Error('lost'); });`],
    ['rejection', `Promise.reject(new Error('lost'));`],
  ])('after an %s that nobody caught is a logged end with 1', async (_kind, program) => {
    const { output, exit } = await start(program);
    expect(await exit).toBe(1);
    expect(output()).toContain('"level":60');
    expect(output()).toContain('lost');
  });
});
