import { richTextOf } from '@convomatic/contracts';
import type { Prompt } from '@convomatic/contracts';
import { maxEventBytes } from '@convomatic/contracts/names';
import { describe, expect, it } from '@jest/globals';
import { pagesOf } from './announce-prompts.ts';
import { placeAfter, placeAtRank } from './prompt-order.ts';

describe('the order of prompts', () => {
  it.each([
    { where: 'to the front', id: 3, after: null, order: [3, 1, 2, 4] },
    { where: 'behind another', id: 1, after: 3, order: [2, 3, 1, 4] },
    { where: 'to the end', id: 1, after: 4, order: [2, 3, 4, 1] },
    { where: 'where it is', id: 2, after: 1, order: [1, 2, 3, 4] },
    { where: 'in as a new one', id: 5, after: 2, order: [1, 2, 5, 3, 4] },
  ])('puts a prompt $where', ({ id, after, order }) => {
    expect(placeAfter([1, 2, 3, 4], id, after)).toEqual(order);
  });

  it('knows no place behind a prompt that is not there, or behind itself', () => {
    expect(placeAfter([1, 2], 1, 9)).toBeUndefined();
    expect(placeAfter([1, 2], 1, 1)).toBeUndefined();
  });

  it.each([
    [1, [9, 1, 2]],
    [2, [1, 9, 2]],
    [7, [1, 2, 9]],
  ])('puts a prompt back at rank %d', (rank, order) => {
    expect(placeAtRank([1, 2], 9, rank)).toEqual(order);
  });
});

const promptOf = (id: number, length: number): Prompt => ({
  id,
  project_id: 1,
  rank: id,
  asset: null,
  conditions: [],
  roles: [],
  offset_ms: 0,
  body: richTextOf('x'.repeat(length)),
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: '2026-01-01T00:00:00.000Z',
  deleted_at: null,
});

describe('pages of prompts', () => {
  it('keep the order and fit into one event each', () => {
    const prompts = Array.from({ length: 30 }, (_, index) => promptOf(index + 1, (index % 5) * 9_000));
    const pages = pagesOf(prompts);
    expect(pages.flat()).toEqual(prompts);
    for (const page of pages)
      expect(JSON.stringify({ prompts: page }).length).toBeLessThan(maxEventBytes - 512);
  });

  it('are one where all fits, and none of nothing', () => {
    expect(pagesOf([promptOf(1, 10), promptOf(2, 10)])).toHaveLength(1);
    expect(pagesOf([])).toEqual([]);
  });
});
