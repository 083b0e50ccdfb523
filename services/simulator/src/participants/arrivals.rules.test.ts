import { describe, expect, it } from '@jest/globals';
import { createChance } from '../platform/chance.ts';
import { arrivalKinds, arrivalsOf } from './arrivals.ts';

const count = 1_000;

describe('arrivals', () => {
  it.each(arrivalKinds)('in a %s are one for each person, in order, and repeated by the seed', (kind) => {
    const moments = arrivalsOf(kind, count, createChance(7));
    expect(moments).toHaveLength(count);
    expect(moments.toSorted((a, b) => a - b)).toEqual(moments);
    expect(arrivalsOf(kind, count, createChance(7))).toEqual(moments);
    expect(arrivalsOf(kind, count, createChance(8))).not.toEqual(moments);
  });

  it('in a burst are all within a second', () => {
    const moments = arrivalsOf('burst', count, createChance(7));
    expect(moments.every((at) => at >= 0 && at < 1_000)).toBe(true);
  });

  it('by a Poisson process are five a second on average, and often two at nearly the same moment', () => {
    const moments = arrivalsOf('poisson', count, createChance(7));
    const gaps = moments.map((at, index) => at - (moments[index - 1] ?? 0));
    expect(moments.at(-1)).toBeGreaterThan(180_000);
    expect(moments.at(-1)).toBeLessThan(220_000);
    // Of exponential gaps with a mean of 200 ms, every twentieth is shorter than about 10 ms.
    expect(gaps.filter((gap) => gap < 10).length).toBeGreaterThan(25);
  });
});
