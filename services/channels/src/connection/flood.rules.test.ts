import { describe, expect, it } from '@jest/globals';
import { createAllowance } from './flood.ts';

describe('the allowance of a connection', () => {
  it('CH17 twenty messages a second are allowed, one more is not', () => {
    let now = 0;
    const isAllowed = createAllowance(() => now);
    expect(Array.from({ length: 21 }, isAllowed).filter(Boolean)).toHaveLength(20);
    now = 999;
    expect(isAllowed()).toBe(false);
    now = 1_000;
    expect(isAllowed()).toBe(true);
  });
});
