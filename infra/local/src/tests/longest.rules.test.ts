import { existsSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { inRoot } from '../place.ts';
import longestFirst from './longest-first.ts';
import { longest } from './longest.ts';

describe('the list of long test files', () => {
  it('names files that are there', () => {
    expect(longest.filter((file) => !existsSync(inRoot(file)))).toEqual([]);
  });
});

describe('the order of test files', () => {
  it('begins with the longest, and goes on with the largest', () => {
    const [first = '', second = ''] = longest;
    const [large, small] = ['infra/local/src/tests/stages.ts', 'infra/local/src/tests/count.ts'];
    const given = [small, second, large, first].map((file) => ({ path: inRoot(file) }));
    const sorted = longestFirst().sort(given);
    expect(sorted).toEqual([first, second, large, small].map((file) => ({ path: inRoot(file) })));
  });
});
