import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { limitNames, limitVariables, readRate, variableOf } from './limit-table.ts';

const variables = z.object(limitVariables);

describe('the variables of the limits', () => {
  it('have a usual value each, which can be read', () => {
    const config = variables.parse({});
    expect(Object.keys(config)).toHaveLength(limitNames.length);
    for (const name of limitNames) {
      const { points, duration } = readRate(config[variableOf(name)]);
      expect(points).toBeGreaterThan(0);
      expect(duration).toBeGreaterThan(0);
    }
  });

  it('leave a class that shares one address alone', () => {
    const config = variables.parse({});
    expect(readRate(config.RATE_JOIN_PER_ADDRESS)).toEqual({ points: 1_000, duration: 60 });
  });

  it.each(['5', '0/60', '5/0', '-1/60', '5/60s', 'five/60', '5/60/60', '1e3/60', ''])(
    'may not be "%s"',
    (rate) => {
      expect(variables.safeParse({ RATE_JOIN_PER_PERSON: rate }).success).toBe(false);
    },
  );
});
