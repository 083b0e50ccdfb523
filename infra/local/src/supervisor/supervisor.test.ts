import { afterEach, describe, expect, it } from '@jest/globals';
import { freePort } from '@convomatic/kit/testing/free-port';
import { until } from '@convomatic/kit/testing/until';
import { commandLine } from '../processes/command-line.ts';
import type { ProcessSpec } from './process-spec.ts';
import { isHttpReady } from './readiness.ts';
import { Supervisor } from './supervisor.ts';

const spawned: { name: string; pid: number }[] = [];
const ends: string[] = [];
let supervisor: Supervisor;

function supervise(): Supervisor {
  supervisor = new Supervisor({
    spawned: (name, pid) => spawned.push({ name, pid }),
    line: (_name, line) => ends.push(line),
    died: () => undefined,
    recovered: () => undefined,
  });
  return supervisor;
}

/** A small server in a process of its own; `extra` is more of its program. */
async function server(name: string, extra = ''): Promise<ProcessSpec> {
  const port = await freePort();
  const program = `
    require('node:http').createServer((_, response) => response.end()).listen(${port}, '127.0.0.1');
    process.on('SIGTERM', () => { console.log('end of ${name}'); process.exit(0); });
    ${extra}`;
  return {
    name,
    command: process.execPath,
    args: ['-e', program],
    env: process.env,
    cwd: '/',
    stopping: { signal: 'SIGTERM', withinMs: 5000, atOnce: 'SIGKILL' },
    isReady: () => isHttpReady(port),
  };
}

const pidsOf = (name: string) => spawned.filter((one) => one.name === name).map(({ pid }) => pid);

afterEach(async () => {
  await supervisor.stop();
  spawned.length = 0;
  ends.length = 0;
});

describe('the supervisor', () => {
  it('starts a killed process again within two seconds, as another process that is ready', async () => {
    const spec = await server('api');
    await supervise().start(spec);
    const [first = 0] = pidsOf('api');
    process.kill(first, 'SIGKILL');
    await until(() => pidsOf('api').length === 2, { deadlineMs: 2000 });
    await until(spec.isReady);
    expect(pidsOf('api')[1]).not.toBe(first);
  });

  it('leaves no process when it has stopped, and starts none again', async () => {
    const specs = [await server('api'), await server('worker')];
    await supervise().start(...specs);
    await supervisor.stop();
    expect(spawned.map(({ pid }) => commandLine(pid))).toEqual([undefined, undefined]);
    expect(spawned).toHaveLength(2);
  });

  it('stops first what was started last', async () => {
    await supervise().start(await server('redis'));
    await supervisor.start(await server('gateway'));
    await supervisor.stop();
    expect(ends).toEqual(['end of gateway', 'end of redis']);
  });

  it('kills a process that does not end within its deadline', async () => {
    const spec = await server(
      'deaf',
      `process.removeAllListeners('SIGTERM'); process.on('SIGTERM', () => {});`,
    );
    spec.stopping.withinMs = 200;
    await supervise().start(spec);
    await supervisor.stop();
    expect(commandLine(pidsOf('deaf')[0] ?? 0)).toBeUndefined();
  });

  it('gives up on a process that never becomes ready, and says its last lines', async () => {
    const spec = await server('broken', `console.error('no configuration'); process.exit(3);`);
    await expect(supervise().start(spec)).rejects.toThrow(
      /broken does not start: exit code 3[^]*no configuration/,
    );
  });
});
