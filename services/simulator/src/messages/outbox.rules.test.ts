import { describe, expect, it } from '@jest/globals';
import type { Message } from '@convomatic/contracts';
import { ApiError } from '@convomatic/sdk';
import { createOutbox } from './outbox.ts';

const accept = (client_id: string): Message => ({ id: 1, client_id }) as Message;

const outboxOf = (answers: (() => Message | ApiError)[]) => {
  const calls: string[] = [];
  const outbox = createOutbox({
    now: () => 0,
    signal: new AbortController().signal,
    post: async (_, { client_id }) => {
      calls.push(client_id);
      await Promise.resolve();
      const answer = answers.shift()?.() ?? accept(client_id);
      if (answer instanceof ApiError) throw answer;
      return answer;
    },
  });
  return { outbox, calls };
};

const away = () => new ApiError('network', 'away');
const broken = () => new ApiError('unavailable', 'broken', { status: 503 });
const closed = () => new ApiError('session_closed', 'closed', { status: 409 });

describe('the outbox of a participant', () => {
  it('tries again with the same client_id until the message is accepted', async () => {
    const { outbox, calls } = outboxOf([away, broken]);
    outbox.send({ sessionId: 7, body: 'hello', again: false });
    await outbox.settled();
    expect(calls).toHaveLength(3);
    expect(new Set(calls).size).toBe(1);
    expect(outbox.sent()).toMatchObject([{ attempts: 3, accepted: [{ id: 1 }], refused: null }]);
  });

  it('keeps to the order in which things were said', async () => {
    const { outbox, calls } = outboxOf([away]);
    outbox.send({ sessionId: 7, body: 'first', again: false });
    outbox.send({ sessionId: 7, body: 'second', again: false });
    await outbox.settled();
    const [first, second] = outbox.sent().map(({ client_id }) => client_id);
    expect(calls).toEqual([first, first, second]);
  });

  it('sends an accepted message once more where it is told so', async () => {
    const { outbox, calls } = outboxOf([]);
    outbox.send({ sessionId: 7, body: 'hello', again: true });
    await outbox.settled();
    expect(calls).toHaveLength(2);
    expect(new Set(calls).size).toBe(1);
  });

  it('takes a refusal for an answer', async () => {
    const { outbox, calls } = outboxOf([closed]);
    outbox.send({ sessionId: 7, body: 'too late', again: true });
    await outbox.settled();
    expect(calls).toHaveLength(1);
    expect(outbox.sent()[0]?.refused?.code).toBe('session_closed');
  });
});
