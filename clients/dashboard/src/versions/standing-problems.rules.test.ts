import { describe, expect, it } from '@jest/globals';
import { standingProblems } from './standing-problems.ts';

const found = {
  problems: {
    'prompts.1.body': 'is empty',
    'prompts.2.body': 'is empty',
    'prompts.2.offset_ms': 'is earlier than the prompt before it',
    group_min: 'At most 3 people.',
  },
  at: Date.parse('2030-01-01T10:00:00.000Z'),
};
const before = '2030-01-01T09:59:59.000Z';
const after = '2030-01-01T10:00:01.000Z';

describe('problems that keep a project from being published', () => {
  it('stand while nothing changes', () => {
    const prompts = [
      { id: 1, updated_at: before },
      { id: 2, updated_at: before },
    ];
    expect(standingProblems(found, prompts)).toEqual(found.problems);
  });

  it('fall with a change of their prompt, those of times with a change of any; others stand', () => {
    const prompts = [
      { id: 1, updated_at: after },
      { id: 2, updated_at: before },
    ];
    expect(Object.keys(standingProblems(found, prompts))).toEqual(['prompts.2.body', 'group_min']);
  });

  it('fall when their prompt is gone', () => {
    expect(Object.keys(standingProblems(found, [{ id: 1, updated_at: before }]))).toEqual([
      'prompts.1.body',
      'group_min',
    ]);
  });
});
