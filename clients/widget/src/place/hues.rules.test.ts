import { describe, expect, it } from '@jest/globals';
import { huesOf, hues } from './hues.ts';
import { buildMembership } from './place.build.ts';

describe('the hue of a person', () => {
  it('is that of the name where it has one', () => {
    const given = huesOf([1, 2, 3].map((userId) => buildMembership(userId)));
    expect([...given.entries()].sort()).toEqual([
      [1, 'slate'],
      [2, 'pink'],
      [3, 'blue'],
    ]);
  });

  it('is different for each of eight people, and the same in any order', () => {
    const members = Array.from({ length: 8 }, (_, index) => buildMembership(index + 1, { name: 'Red Fox' }));
    const given = huesOf(members);
    expect(new Set(given.values()).size).toBe(hues.length);
    expect(huesOf(members.toReversed())).toEqual(given);
  });

  it('is given to the ninth person too', () => {
    const members = Array.from({ length: 9 }, (_, index) => buildMembership(index + 1));
    expect(huesOf(members).size).toBe(9);
  });
});
