import { endpoints } from '@convomatic/contracts';
import { outcomes } from '@convomatic/contracts/names';
import { describe, expect, it } from '@jest/globals';
import { newProjectTexts } from './project-defaults.ts';
import { findSettingsProblems } from './projects.policy.ts';
import { readableSlug } from './slug.ts';

describe('a slug', () => {
  it.each([
    ['Two-sided talk', 'two-sided-talk'],
    ['  Über Straßen & Plätze! ', 'uber-stra-en-platze'],
    ['議論', 'project'],
    ['---', 'project'],
    [`${'long '.repeat(30)}name`, 'long-long-long-long-long-long-long-long'],
  ])('of %j is %s', (name, slug) => {
    expect(readableSlug(name)).toBe(slug);
  });
});

describe('settings', () => {
  it('allow a group that is full when it starts', () => {
    expect(findSettingsProblems({ group_min: 3, group_target: 3 })).toEqual({});
  });

  it('do not allow more people at least than at most', () => {
    expect(findSettingsProblems({ group_min: 4, group_target: 3 })).toHaveProperty('group_min');
  });
});

describe('a new project', () => {
  it('has texts and an own code for every outcome, as the contract wants them', () => {
    const texts = newProjectTexts();
    expect(
      endpoints['PATCH /api/projects/:project_id'].body.safeParse({ version: 1, ...texts }).success,
    ).toBe(true);
    const codes = outcomes.map((outcome) => texts.outcomes[outcome].code);
    expect(new Set(codes).size).toBe(outcomes.length);
    expect(newProjectTexts().outcomes.completed.code).not.toBe(texts.outcomes.completed.code);
  });
});
