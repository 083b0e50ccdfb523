import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dealRoles, drawArms } from './arms.ts';
import type { Arm } from './arms.ts';

type Conditions = Parameters<typeof drawArms>[0]['conditions'];

const name = (index: number): string => `arm ${String(index)}`;
const anySeed = fc.uuid();
const conditionsOf = (weights: number[]): Conditions =>
  weights.map((weight, index) => ({ name: name(index), weight }));
const anyWeights = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 5 });

const divide = (left: number, right: number): number => (right === 0 ? left : divide(right, left % right));
const blockLength = (weights: number[]): number =>
  weights.reduce((sum, weight) => sum + weight, 0) / weights.reduce(divide, 0);

const countOf = (arms: Arm[], wanted: string): number =>
  arms.filter(({ condition }) => condition === wanted).length;

/** How often each arm was drawn more, or less, than its weight asks for. */
const farthest = (arms: Arm[], weights: number[]): number => {
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const distances = weights.map((weight, index) =>
    Math.abs(countOf(arms, name(index)) - (arms.length * weight) / all),
  );
  return Math.max(...distances);
};

describe('the arms of a run', () => {
  it('are never further from their weights than one block, wherever the run stops', () => {
    fc.assert(
      fc.property(anySeed, anyWeights, fc.nat(120), (seed, weights, count) => {
        const conditions = conditionsOf(weights);
        const arms = drawArms({ seed, version_id: 3, conditions, drawn: 0 }, count);
        expect(arms).toHaveLength(count);
        expect(farthest(arms, weights)).toBeLessThan(blockLength(weights));
      }),
    );
  });

  it('are never further apart than one where the weights are equal', () => {
    fc.assert(
      fc.property(
        anySeed,
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 9 }),
        fc.nat(90),
        (...any) => {
          const [seed, arms, weight, count] = any;
          const conditions = conditionsOf(Array.from({ length: arms }, () => weight));
          const drawn = drawArms({ seed, version_id: 3, conditions, drawn: 0 }, count);
          const counts = conditions.map((condition) => countOf(drawn, condition.name));
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it('are the same whether they are drawn one by one, together, or again after a match that failed', () => {
    const batches = fc.array(fc.record({ count: fc.integer({ min: 1, max: 9 }), fails: fc.boolean() }));
    fc.assert(
      fc.property(anySeed, anyWeights, batches, (seed, weights, turns) => {
        const draw = { seed, version_id: 3, conditions: conditionsOf(weights) };
        let kept: Arm[] = [];
        for (const { count, fails } of turns) {
          const arms = drawArms({ ...draw, drawn: kept.length }, count);
          // What failed was rolled back, and its count with it.
          if (!fails) kept = [...kept, ...arms];
        }
        expect(kept).toEqual(drawArms({ ...draw, drawn: 0 }, kept.length));
      }),
    );
  });

  it('say where they were drawn, and are in another order in another run', () => {
    const conditions = conditionsOf([2, 4]);
    const draw = { seed: 'one', version_id: 3, conditions, drawn: 4 };
    expect(drawArms(draw, 3).map(({ block, position }) => [block, position])).toEqual([
      [1, 1],
      [1, 2],
      [2, 0],
    ]);
    const orders = Array.from({ length: 8 }, (_, index) =>
      drawArms({ ...draw, seed: String(index) }, 12)
        .map(({ condition }) => condition)
        .join(),
    );
    expect(new Set(orders).size).toBeGreaterThan(1);
  });

  it('are none where the project has no conditions', () => {
    expect(drawArms({ seed: 'one', version_id: 3, conditions: [], drawn: 0 }, 2)).toEqual([]);
  });
});

describe('roles', () => {
  const sorted = (roles: (string | null)[]) => roles.map(String).toSorted();

  it('go round where there are more people than roles, and begin at the first where there are fewer', () => {
    expect(sorted(dealRoles('one', ['a', 'b'], 5))).toEqual(['a', 'a', 'a', 'b', 'b']);
    expect(sorted(dealRoles('one', ['a', 'b', 'c'], 2))).toEqual(['a', 'b']);
    expect(dealRoles('one', [], 2)).toEqual([null, null]);
  });

  it('are dealt by the seed', () => {
    const roles = ['a', 'b', 'c', 'd'];
    expect(dealRoles('one', roles, 4)).toEqual(dealRoles('one', roles, 4));
    const deals = Array.from({ length: 8 }, (_, index) => dealRoles(String(index), roles, 4).join());
    expect(new Set(deals).size).toBeGreaterThan(1);
  });
});
