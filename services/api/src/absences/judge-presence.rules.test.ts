import { leaseMs } from '@convomatic/contracts/names';
import { describe, expect, it } from '@jest/globals';
import { createJudge } from './judge-presence.ts';

const at = 1_000_000;
const one = (lastMs: number | null) => [{ key: 'a', lastMs }];

describe('the judge of who is there', () => {
  it('calls somebody present for as long as a lease lasts, and away from then on, since the last sign', () => {
    const judge = createJudge();
    expect(judge(one(at), at + leaseMs).get('a')).toEqual({ isPresent: true, awayMs: null });
    expect(judge(one(at), at + leaseMs + 1).get('a')).toEqual({ isPresent: false, awayMs: leaseMs + 1 });
  });

  it('calls nobody away whom an emptied Redis does not know, until they stay missing for as long as a lease', () => {
    const judge = createJudge();
    expect(judge(one(null), at).get('a')).toEqual({ isPresent: false, awayMs: null });
    expect(judge(one(null), at + leaseMs).get('a')?.awayMs).toBeNull();
    expect(judge(one(null), at + leaseMs + 1).get('a')?.awayMs).toBe(leaseMs + 1);
  });

  it('begins to count anew after a sign of life', () => {
    const judge = createJudge();
    judge(one(null), at);
    judge(one(at + 5_000), at + 5_000);
    expect(judge(one(null), at + leaseMs + 1).get('a')?.awayMs).toBeNull();
  });
});
