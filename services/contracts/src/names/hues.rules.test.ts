import { describe, expect, it } from '@jest/globals';
import { hues, huesOf } from './hues.ts';

const people = (...names: string[]) => names.map((name, index) => ({ user_id: index + 1, name }));

describe('the hue of a person', () => {
  it('is that of the name where it has one', () => {
    expect([...huesOf(people('Silver Owl', 'Ruby Fox', 'Azure Heron')).entries()].sort()).toEqual([
      [1, 'slate'],
      [2, 'pink'],
      [3, 'blue'],
    ]);
  });

  it('is different for each of eight people, and the same in any order', () => {
    const members = people(...Array.from({ length: 8 }, () => 'Ruby Fox'));
    const given = huesOf(members);
    expect(new Set(given.values()).size).toBe(hues.length);
    expect(huesOf(members.toReversed())).toEqual(given);
  });

  it('is given to the ninth person too', () => {
    expect(huesOf(people(...Array.from({ length: 9 }, (_, index) => `Guest ${String(index)}`))).size).toBe(9);
  });
});
