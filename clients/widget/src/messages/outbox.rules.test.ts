import { describe, expect, it } from '@jest/globals';
import { buildKept } from '../platform/storage.build.ts';
import type { Kept } from '../platform/storage.ts';
import { Outbox } from './outbox.ts';
import type { Unsent } from './outbox.ts';

class Refusal extends Error {}

/** A server that takes messages while it is up, and the timers of the page, run by hand. */
const setUp = (kept: Kept = buildKept()) => {
  const server = { isUp: true, refuses: '', received: [] as Unsent[] };
  const timers: { act: () => void; ms: number }[] = [];
  let ids = 0;
  const outbox = new Outbox({
    key: 'outbox',
    kept,
    send: async (message) => {
      await Promise.resolve();
      if (!server.isUp) throw new Error('network');
      if (message.body === server.refuses) throw new Refusal();
      server.received.push(message);
    },
    isTemporary: (error) => !(error instanceof Refusal),
    changed: () => undefined,
    later: (act, ms) => void timers.push({ act, ms }),
    newId: () => `id-${String(++ids)}`,
    now: () => 0,
  });
  return { outbox, server, timers, bodies: () => server.received.map(({ body }) => body) };
};

const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

describe('the outbox', () => {
  it('shows a message at once and forgets it when the server has it', async () => {
    const { outbox, bodies } = setUp();
    outbox.post(7, 'hello');
    expect(outbox.messages).toMatchObject([
      { client_id: 'id-1', session_id: 7, body: 'hello', state: 'sending' },
    ]);
    await settled();
    expect(outbox.messages).toEqual([]);
    expect(bodies()).toEqual(['hello']);
  });

  it('keeps what could not be sent, in order, and sends it once the server is back', async () => {
    const { outbox, server, bodies } = setUp();
    server.isUp = false;
    for (const body of ['one', 'two', 'three']) outbox.post(7, body);
    await settled();
    expect(outbox.messages.map(({ state }) => state)).toEqual(['waiting', 'waiting', 'waiting']);
    server.isUp = true;
    await outbox.flush();
    expect(bodies()).toEqual(['one', 'two', 'three']);
    expect(outbox.messages).toEqual([]);
  });

  it('tries again by itself, each time after twice as long', async () => {
    const { outbox, server, timers, bodies } = setUp();
    server.isUp = false;
    outbox.post(7, 'hello');
    await settled();
    timers[0]?.act();
    await settled();
    expect(timers.map(({ ms }) => ms)).toEqual([1_000, 2_000]);
    server.isUp = true;
    timers[1]?.act();
    await settled();
    expect(bodies()).toEqual(['hello']);
  });

  it('sends with the same client_id after a reload', async () => {
    const kept = buildKept();
    const before = setUp(kept);
    before.server.isUp = false;
    before.outbox.post(7, 'hello');
    await settled();
    const after = setUp(kept);
    await after.outbox.flush();
    expect(after.server.received.map(({ client_id }) => client_id)).toEqual(['id-1']);
    expect(setUp(kept).outbox.messages).toEqual([]);
  });

  it('sends nothing twice at the same time, however often it is asked', async () => {
    const { outbox, bodies } = setUp();
    outbox.post(7, 'hello');
    await Promise.all([outbox.flush(), outbox.flush()]);
    await settled();
    expect(bodies()).toEqual(['hello']);
  });

  it('keeps a refused message in sight, does not repeat it, and goes on with the next', async () => {
    const { outbox, server, bodies } = setUp();
    server.refuses = 'bad';
    outbox.post(7, 'bad');
    outbox.post(7, 'good');
    await settled();
    await outbox.flush();
    expect(outbox.messages).toMatchObject([{ body: 'bad', state: 'refused' }]);
    expect(bodies()).toEqual(['good']);
  });

  it('does not send what an event has confirmed', async () => {
    const { outbox, server, bodies } = setUp();
    server.isUp = false;
    outbox.post(7, 'hello');
    await settled();
    outbox.drop('id-1');
    server.isUp = true;
    await outbox.flush();
    expect(bodies()).toEqual([]);
  });
});
