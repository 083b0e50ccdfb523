import { describe, expect, it } from '@jest/globals';
import { Backlog } from './backlog.ts';

const reset = { room: 'group-7', reason: 'epoch', epoch: 2, seq: 3 } as const;

describe('what waits for a connection on its way into a room', () => {
  it('CH24 comes in its order', () => {
    const backlog = new Backlog();
    for (const seq of [1, 2, 3]) backlog.add({ seq, text: String(seq) });
    expect(backlog.take()).toEqual([1, 2, 3].map((seq) => ({ seq, text: String(seq) })));
    expect(backlog.take()).toEqual([]);
  });

  it.each([
    ['257 messages', 257, ''],
    ['more than 256 KB', 5, 'x'.repeat(60_000)],
  ])('CH30 is let go past its bounds, for a reset: %s', (_what, count, text) => {
    const backlog = new Backlog();
    for (let seq = 1; seq < count; seq += 1) backlog.add({ seq, text });
    expect(backlog.hasOverflowed).toBe(false);
    backlog.add({ seq: count, text });
    backlog.add({ seq: count + 1, text });
    expect(backlog.hasOverflowed).toBe(true);
    expect(backlog.take()).toEqual([]);
  });

  it('CH26 begins with a reset that came meanwhile: what was before it is in the state', () => {
    const backlog = new Backlog();
    for (let seq = 1; seq <= 300; seq += 1) backlog.add({ seq, text: '' });
    backlog.reset(reset);
    backlog.add({ seq: 4, text: 'after' });
    expect(backlog.hasOverflowed).toBe(false);
    expect(backlog.take()).toEqual([{ reset }, { seq: 4, text: 'after' }]);
  });
});
