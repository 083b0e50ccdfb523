import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createChance } from '../platform/chance.ts';
import { burstArrivals } from './arrivals.ts';

describe('arrivals in bursts', () => {
  it('bring everybody, in order, some of them together', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(), (count, seed) => {
        const arrivals = burstArrivals(count, createChance(seed));
        expect(arrivals).toHaveLength(count);
        expect(arrivals).toEqual(arrivals.toSorted((a, b) => a - b));
        expect(arrivals[0]).toBe(0);
        if (count > 20) expect(new Set(arrivals).size).toBeLessThan(count);
      }),
    );
  });
});
