import { afterEach, describe, expect, it } from '@jest/globals';
import { createHealth } from './health.ts';
import { buildServer } from './http.build.ts';
import type { BuiltServer } from './http.build.ts';

let server: BuiltServer | undefined;
afterEach(() => server?.close());

async function readiness(health: ReturnType<typeof createHealth>): Promise<unknown> {
  server = await buildServer({ health });
  const response = await fetch(`${server.url}/readyz`);
  return [response.status, await response.json()];
}

describe('a process', () => {
  it('is alive while it answers, whatever it lacks', async () => {
    server = await buildServer({ health: createHealth({ checks: { database: () => false } }) });
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });

  it('is ready when every check is', async () => {
    const checks = { database: () => Promise.resolve(), redis: () => true };
    expect(await readiness(createHealth({ checks }))).toEqual([200, { ready: true, reasons: {} }]);
  });

  it('names what it lacks and nothing more', async () => {
    const checks = {
      database: () => Promise.reject(new Error('password of admin at 10.0.0.1')),
      redis: () => false,
      queue: () => new Promise(() => undefined),
      clock: () => true,
    };
    expect(await readiness(createHealth({ checks, timeoutMs: 50 }))).toEqual([
      503,
      { ready: false, reasons: { database: 'failed', redis: 'not ready', queue: 'timed out' } },
    ]);
  });

  it('is not ready once it drains', async () => {
    const health = createHealth();
    health.drain();
    expect(await readiness(health)).toEqual([503, { ready: false, reasons: { process: 'draining' } }]);
  });

  it('leaves no line in the log for being asked', async () => {
    await readiness(createHealth());
    expect(server?.lines).toEqual([]);
  });
});
