import { createLogger } from '@convomatic/kit/logger';
import { createMetrics } from '@convomatic/kit/metrics';
import type { Extension } from '@hocuspocus/server';
import { expect, it } from '@jest/globals';
import { createMeters } from '../meters.ts';
import { Refusal } from '../refusal.ts';
import { guardHooks } from './guard.ts';

const lines: string[] = [];
const needs = {
  meters: createMeters(createMetrics({ prefix: 'chat_collaboration_' })),
  logger: createLogger({ service: 'test', destination: { write: (line) => lines.push(line) } }),
};

const fault = () => Promise.reject(new Error('a fault'));
const guarded = guardHooks(
  {
    onChange: fault,
    onStoreDocument: fault,
    onDisconnect: fault,
    onAuthenticate: fault,
    onLoadDocument: fault,
  },
  needs,
);
const call = (hook: keyof Extension): Promise<unknown> =>
  (guarded[hook] as (payload: unknown) => Promise<unknown>)({});

it.each(['onChange', 'onStoreDocument', 'onDisconnect'] as const)(
  'CO15 %s never rejects: nobody waits for it, so the process would end',
  async (hook) => {
    await expect(call(hook)).resolves.toBeUndefined();
    expect(lines.at(-1)).toContain('a fault');
  },
);

it.each(['onAuthenticate', 'onLoadDocument'] as const)('CO15 %s says no when it fails', async (hook) => {
  const refused = (await call(hook).catch((error: unknown) => error)) as Refusal;
  expect(refused).toBeInstanceOf(Refusal);
  expect(refused.refusal.code).toBe('unavailable');
  // Hocuspocus prints what has a message, and sends the reason.
  expect(refused.message).toBe('');
});
