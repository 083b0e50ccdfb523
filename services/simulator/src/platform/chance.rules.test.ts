import { describe, expect, it } from '@jest/globals';
import { createChance } from './chance.ts';

const draw = (seed: number): number[] => {
  const chance = createChance(seed);
  return Array.from({ length: 50 }, () => chance.whole(1, 6));
};

describe('chance', () => {
  it('repeats its choices for the same seed and makes others for another', () => {
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });

  it('reaches every whole number between the two, and none beside them', () => {
    expect(new Set(draw(7))).toEqual(new Set([1, 2, 3, 4, 5, 6]));
  });

  it('has branches that do not depend on what was drawn before', () => {
    const first = createChance(7);
    const second = createChance(7);
    second.next();
    expect(first.branch('a').next()).toBe(second.branch('a').next());
    expect(first.branch('a').next()).not.toBe(first.branch('b').next());
  });
});
