import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { backOffMs } from './back-off.ts';
import { createClock } from './clock.ts';

describe('the back-off', () => {
  it('CH22 waits at random below a limit that doubles from half a second to thirty seconds', () => {
    const limits = Array.from({ length: 9 }, (_, attempt) => backOffMs(attempt, () => 1));
    expect(limits).toEqual([500, 1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000]);
    fc.assert(
      fc.property(fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, share) => {
        expect(backOffMs(attempt, () => share)).toBeLessThanOrEqual(30_000);
      }),
    );
  });
});

describe('the clock', () => {
  it('takes the server’s time for the middle of the request', () => {
    let local = 1_000;
    const clock = createClock(() => local);
    clock.learn(new Date(50_000).toISOString(), 1_000, 1_200);
    local = 1_600;
    expect(clock.now()).toBe(50_500);
  });
});
