import { describe, expect, it } from '@jest/globals';
import { createChance } from './chance.ts';
import { longFaults, planFaults, shortFaults } from './schedule.ts';

const plan = (seed: number, kinds = longFaults) => planFaults(kinds, 60, createChance(seed));

describe('the plan of a run', () => {
  it('is the same for the same seed and another one for another', () => {
    expect(plan(7)).toEqual(plan(7));
    expect(plan(7)).not.toEqual(plan(8));
  });

  it('has every fault as often as it was asked for, within the time and in turn', () => {
    for (const seed of [1, 2, 3]) {
      const planned = plan(seed, shortFaults);
      expect(planned.map(({ kind }) => kind).toSorted()).toEqual(shortFaults.toSorted());
      const moments = planned.map(({ atMs }) => atMs);
      expect(moments).toEqual(moments.toSorted((one, other) => one - other));
      expect(moments.every((atMs) => atMs > 0 && atMs < 60_000)).toBe(true);
    }
  });
});
