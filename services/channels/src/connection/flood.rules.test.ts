import { describe, expect, it } from '@jest/globals';
import { createAllowance } from './flood.ts';

describe('the allowance of a connection', () => {
  it('CH17 twenty messages a second are allowed, one more is not', () => {
    let now = 0;
    const isAllowed = createAllowance(() => now);
    const [one, other] = [{}, {}];
    expect(Array.from({ length: 21 }, () => isAllowed(one)).filter(Boolean)).toHaveLength(20);
    expect(isAllowed(other)).toBe(true);
    now = 999;
    expect(isAllowed(one)).toBe(false);
    now = 1_000;
    expect(isAllowed(one)).toBe(true);
  });
});
