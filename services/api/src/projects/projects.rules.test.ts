import { endpoints, plainSettings } from '@convomatic/contracts';
import type { Project, ProjectSettings } from '@convomatic/contracts';
import { outcomes, projectStatuses } from '@convomatic/contracts/names';
import type { ProjectStatus } from '@convomatic/contracts/names';
import { describe, expect, it } from '@jest/globals';
import { newProjectTexts } from './project-defaults.ts';
import { requirePublishedStatus, requireStatusTransition } from './project-statuses.ts';
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

const settings: ProjectSettings = {
  ...plainSettings,
  ...newProjectTexts(),
  name: 'Talk',
  language: 'en',
  group_min: 2,
  group_target: 3,
  duration_ms: 60_000,
  waiting_limit_ms: 60_000,
};

const problems = (change: Partial<ProjectSettings>): string[] =>
  Object.keys(findSettingsProblems({ ...settings, ...change }));

const arm = (name: string) => ({ name, weight: 1 });

describe('settings', () => {
  it.each<[string, Partial<ProjectSettings>]>([
    ['a group that is full when it starts', { group_min: 3 }],
    ['as many roles as people', { roles: ['a', 'b', 'c'] }],
    ['one name for a condition and a role', { conditions: [arm('calm'), arm('heated')], roles: ['calm'] }],
    ['a stay until the end', { minimum_stay_ms: 60_000 }],
    ['a grace that outlasts a session which carries on', { drop_out_grace_ms: 90_000 }],
    ['a limit of attention that nobody is asked for', { attention_limit_ms: 90_000 }],
    [
      'questions with time to answer between them',
      { attention_every_ms: 30_001, attention_limit_ms: 30_000 },
    ],
  ])('allow %s', (_, change) => {
    expect(problems(change)).toEqual([]);
  });

  it.each<[string, string, Partial<ProjectSettings>]>([
    ['more people at least than at most', 'group_min', { group_min: 4 }],
    ['more roles than people', 'roles', { roles: ['a', 'b', 'c', 'd'] }],
    ['one name for two conditions', 'conditions.1.name', { conditions: [arm('Calm'), arm('calm')] }],
    ['one name for two roles', 'roles.2', { roles: ['a', 'b', 'a'] }],
    ['a stay behind the end', 'minimum_stay_ms', { minimum_stay_ms: 60_001 }],
    [
      'a grace that outlasts the session it ends',
      'drop_out_grace_ms',
      { drop_out_policy: 'end', drop_out_grace_ms: 60_000 },
    ],
    ['a first question behind the end', 'attention_every_ms', { attention_every_ms: 60_000 }],
    [
      'a question before the last one is answered',
      'attention_limit_ms',
      { attention_every_ms: 30_000, attention_limit_ms: 30_000 },
    ],
  ])('do not allow %s', (_, field, change) => {
    expect(problems(change)).toEqual([field]);
  });
});

describe('the status of a project', () => {
  const at = (status: ProjectStatus, published_number: number | null) =>
    ({ status, published_number }) as Project;
  const next = (project: Project): ProjectStatus[] =>
    projectStatuses.filter((status) => {
      try {
        requireStatusTransition(project, status);
        return true;
      } catch (error) {
        expect(error).toMatchObject({ code: 'illegal_transition' });
        return false;
      }
    });

  it.each<[ProjectStatus, number | null, ProjectStatus[]]>([
    ['draft', null, ['archived']],
    ['live', 1, ['paused', 'archived']],
    ['paused', 1, ['live', 'archived']],
    ['archived', 1, ['paused']],
    ['archived', null, ['draft']],
  ])('goes from %s with version %s to %j alone', (status, number, expected) => {
    expect(next(at(status, number))).toEqual(expected);
  });

  it('stays paused when a version is published, and is live after any other but in the archive', () => {
    expect(requirePublishedStatus(at('draft', null))).toBe('live');
    expect(requirePublishedStatus(at('live', 1))).toBe('live');
    expect(requirePublishedStatus(at('paused', 1))).toBe('paused');
    expect(() => requirePublishedStatus(at('archived', 1))).toThrow('archive');
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
