import { describe, expect, it } from '@jest/globals';
import type { Prompt } from '@convomatic/contracts';
import { paragraphsOf } from '../platform/rich-text.ts';
import { gapHeight, placeAfterMove, stepsOf, suggestedOffset } from './sequence.ts';

const promptsAt = (...offsets: number[]): Prompt[] =>
  offsets.map((offset_ms, index) => ({
    id: 11 + index,
    project_id: 1,
    rank: index + 1,
    asset: null,
    conditions: [],
    roles: [],
    offset_ms,
    body: paragraphsOf('Say hello.'),
    created_at: '2026-01-05T09:00:00.000Z',
    updated_at: '2026-01-05T09:00:00.000Z',
    deleted_at: null,
  }));

describe('the sequence on its axis', () => {
  it('tells gaps, earlier times and what comes too late', () => {
    const steps = stepsOf(promptsAt(0, 90_000, 60_000, 120_000), 120_000);
    expect(steps.map(({ gapMs }) => gapMs)).toEqual([0, 90_000, -30_000, 60_000]);
    expect(steps.map(({ isAfterEnd }) => isAfterEnd)).toEqual([false, false, false, true]);
  });

  it('lets longer waits stand further apart, up to a limit', () => {
    const heights = [-5_000, 0, 60_000, 600_000, 86_400_000].map(gapHeight);
    expect(heights).toEqual([...heights].sort((one, other) => one - other));
    expect(heights.at(-1)).toBe(60);
  });
});

describe('a move by one place', () => {
  const prompts = promptsAt(0, 1_000, 2_000);
  it.each([
    [12, -1, null],
    [13, -1, 11],
    [11, 1, 12],
    [12, 1, 13],
    [11, -1, undefined],
    [13, 1, undefined],
    [99, 1, undefined],
  ] as const)('of prompt %d by %d goes behind %p', (id, by, after) => {
    expect(placeAfterMove(prompts, id, by)).toBe(after);
  });
});

describe('the time of a new prompt', () => {
  it.each([
    [[], 60_000, 0],
    [[0], 600_000, 30_000],
    [[0, 40_000], 60_000, 50_000],
    [[0, 60_000], 60_000, 60_000],
  ])('after %p of %d ms is %d', (offsets, durationMs, expected) => {
    expect(suggestedOffset(promptsAt(...offsets), durationMs)).toBe(expected);
  });
});
