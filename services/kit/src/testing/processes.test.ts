import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startService, startStack } from './processes.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'processes-'));
  await writeFile(path.join(folder, 'index.html'), 'the page');
});
afterAll(() => rm(folder, { recursive: true }));

/** The gateway: the one service that is ready without the others. */
const startGateway = () =>
  startStack({
    services: ['gateway'],
    databaseUrl: 'postgresql://nobody@127.0.0.1:9/none',
    redisUrl: 'redis://127.0.0.1:9',
    env: { DASHBOARD_DIR: folder, WIDGET_DIR: folder },
  });

const isAnswering = (url: string): Promise<boolean> =>
  fetch(`${url}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );

describe('a stack', () => {
  it('is ready when it is returned, and ends in order', async () => {
    const stack = await startGateway();
    const { gateway } = stack.services;
    expect(stack.publicUrl).toBe(gateway.url);
    expect(await (await fetch(stack.publicUrl)).text()).toBe('the page');
    expect(gateway.logs()).toContain('gateway is listening');
    expect(await gateway.stop()).toBe(0);
    expect(gateway.logs()).toContain('shutting down');
    await stack.stop();
  });

  it('loses a service that is killed and has it back at the same address', async () => {
    const stack = await startGateway();
    const { gateway } = stack.services;
    const pid = gateway.pid();
    await gateway.kill();
    expect(await isAnswering(gateway.url)).toBe(false);
    await gateway.restart();
    expect(await isAnswering(gateway.url)).toBe(true);
    expect(gateway.pid()).not.toBe(pid);
    await stack.stop();
    expect(await isAnswering(gateway.url)).toBe(false);
  });
});

describe('a service that cannot start', () => {
  it('says why, with every variable that it misses', async () => {
    const started = startService({ name: 'gateway', env: { API_URL: 'nowhere' } });
    await expect(started).rejects.toThrow(/ended while starting[^]*API_URL[^]*CHANNELS_URL[^]*WIDGET_DIR/);
  });
});
