import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formFullGroups, keepWhole, planAtLimit } from './grouping.ts';
import type { Queue } from './grouping.ts';

const queueOf = (present: boolean[]): Queue => {
  const waiting = present.map((_, index) => ({ id: index + 1, user_id: index + 101, name: null }));
  const there = waiting.filter((_, index) => present[index]).map(({ user_id }) => user_id);
  return { waiting, present: new Set(there) };
};

const ids = (groups: { id: number }[][]): number[][] => groups.map((group) => group.map(({ id }) => id));

const anyQueue = fc.array(fc.boolean(), { maxLength: 60 }).map(queueOf);
const anySize = fc.integer({ min: 2, max: 7 });
const anySizes = fc
  .tuple(anySize, anySize)
  .map(([one, other]) => ({ min: Math.min(one, other), target: Math.max(one, other) }));

describe('full groups', () => {
  it('are formed oldest first, past the absent', () => {
    expect(ids(formFullGroups(queueOf([true, false, true, true, true, true]), 2))).toEqual([
      [1, 3],
      [4, 5],
    ]);
  });

  it('hold nobody twice, nobody absent, are full, keep the order, and leave fewer than a group', () => {
    fc.assert(
      fc.property(anyQueue, anySize, (queue, target) => {
        const groups = formFullGroups(queue, target);
        const matched = groups.flat();
        expect(groups.every((group) => group.length === target)).toBe(true);
        const oldest = queue.waiting.filter(({ user_id }) => queue.present.has(user_id));
        expect(matched).toEqual(oldest.slice(0, matched.length));
        expect(oldest.length - matched.length).toBeLessThan(target);
      }),
    );
  });

  it('are not formed once a member has gone', () => {
    const groups = formFullGroups(queueOf([true, true, true, true]), 2);
    expect(ids(keepWhole(groups, new Set([2, 3, 4])))).toEqual([[3, 4]]);
  });
});

describe('at the waiting limit', () => {
  it('a person starts with the oldest others when at least the minimum is there', () => {
    const plan = planAtLimit(queueOf([true, true, true]), { min: 2, target: 4 }, new Set([2]));
    expect(ids(plan.groups)).toEqual([[1, 2, 3]]);
    expect(plan.finished).toEqual([]);
  });

  it('the group is no larger than the target and holds the person', () => {
    const plan = planAtLimit(queueOf([true, true, true, true]), { min: 2, target: 2 }, new Set([4]));
    expect(ids(plan.groups)).toEqual([[1, 4]]);
  });

  it('a person who is absent, or with too few others, is finished alone', () => {
    expect(planAtLimit(queueOf([false, true, true]), { min: 2, target: 3 }, new Set([1]))).toMatchObject({
      groups: [],
      finished: [{ id: 1 }],
    });
    expect(planAtLimit(queueOf([true, true]), { min: 3, target: 3 }, new Set([1]))).toMatchObject({
      groups: [],
      finished: [{ id: 1 }],
    });
  });

  it('decides for everybody whose time is up exactly once, and finishes nobody else', () => {
    fc.assert(
      fc.property(anyQueue, anySizes, fc.func(fc.boolean()), (queue, sizes, isExpired) => {
        const expired = new Set(queue.waiting.filter(({ id }) => isExpired(id)).map(({ id }) => id));
        const { groups, finished } = planAtLimit(queue, sizes, expired);
        const decided = [...groups.flat(), ...finished].map(({ id }) => id);
        expect(new Set(decided).size).toBe(decided.length);
        expect([...expired].every((id) => decided.includes(id))).toBe(true);
        expect(finished.every(({ id }) => expired.has(id))).toBe(true);
        for (const group of groups) {
          expect(group.length).toBeGreaterThanOrEqual(sizes.min);
          expect(group.length).toBeLessThanOrEqual(sizes.target);
          expect(group.every(({ user_id }) => queue.present.has(user_id))).toBe(true);
        }
      }),
    );
  });
});
