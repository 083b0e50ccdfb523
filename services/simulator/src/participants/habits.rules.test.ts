import { describe, expect, it } from '@jest/globals';
import { createChance } from '../platform/chance.ts';
import { habitOf } from './habits.ts';
import type { Habit } from './habits.ts';

const people = 10_000;

const drawn = (place: { count: number; canBreak: boolean }): Map<Habit, number> => {
  const chance = createChance(7);
  const all = Array.from({ length: people }, () => habitOf(chance, place));
  return new Map([...Map.groupBy(all, (habit) => habit)].map(([habit, some]) => [habit, some.length]));
};

describe('the habits of a crowd', () => {
  it('are mostly to stay, sometimes to drop out and return or to reload, and seldom to give up', () => {
    const found = drawn({ count: 200, canBreak: true });
    expect(found.get('drops')).toBeGreaterThan(1_300);
    expect(found.get('reloads')).toBeGreaterThan(850);
    expect(found.get('gives up')).toBeGreaterThan(100);
    expect(found.get('stays')).toBeGreaterThan(7_000);
  });

  it('hold no giving up where a few fill a group for somebody else', () => {
    expect([...drawn({ count: 12, canBreak: true }).keys()].toSorted()).toEqual([
      'drops',
      'reloads',
      'stays',
    ]);
  });

  it('hold no dropping where nobody can break the line', () => {
    expect(drawn({ count: 200, canBreak: false }).has('drops')).toBe(false);
  });
});
