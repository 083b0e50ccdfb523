import { plainSettings, richTextOf } from '@convomatic/contracts';
import type { Project, Prompt } from '@convomatic/contracts';
import { outcomes } from '@convomatic/contracts/names';
import { describe, expect, it } from '@jest/globals';
import { isDeepStrictEqual } from 'node:util';
import { findPublishProblems } from './publish.policy.ts';
import { snapshotOf } from './snapshot.ts';

const at = '2026-01-01T00:00:00.000Z';

const project: Project = {
  id: 1,
  team_id: 1,
  slug: 'talk',
  status: 'draft',
  version: 1,
  published_number: null,
  name: 'Talk',
  language: 'en',
  ...plainSettings,
  group_min: 2,
  group_target: 3,
  duration_ms: 60_000,
  waiting_limit_ms: 60_000,
  welcome: richTextOf('Welcome'),
  farewell: richTextOf('Bye'),
  outcomes: Object.fromEntries(
    outcomes.map((outcome) => [outcome, { code: 'CODE', redirect_url: null, pays: true }]),
  ) as Project['outcomes'],
  created_at: at,
  updated_at: at,
  deleted_at: null,
};

const promptAt = (id: number, offset_ms: number, text = 'Talk'): Prompt => ({
  id,
  project_id: 1,
  rank: id,
  asset: null,
  conditions: [],
  roles: [],
  offset_ms,
  body: richTextOf(text),
  created_at: at,
  updated_at: at,
  deleted_at: null,
});

const problems = (change: Partial<Project>, prompts: Prompt[] = []) =>
  findPublishProblems({ ...snapshotOf({ ...project, ...change }, prompts), missingFiles: [] });

describe('a draft can be published', () => {
  it('with prompts in order of their offsets, also two at the same time', () => {
    expect(
      problems({}, [promptAt(1, 0), promptAt(2, 10_000), promptAt(3, 10_000), promptAt(4, 59_999)]),
    ).toEqual({});
  });

  it('without any prompt', () => {
    expect(problems({})).toEqual({});
  });
});

describe('a draft cannot be published', () => {
  it('with a prompt at or after the end', () => {
    expect(problems({}, [promptAt(7, 60_000)])).toHaveProperty(['prompts.7.offset_ms']);
  });

  it('with a prompt that comes before the one above it', () => {
    const found = problems({}, [promptAt(1, 20_000), promptAt(2, 10_000), promptAt(3, 30_000)]);
    expect(Object.keys(found)).toEqual(['prompts.2.offset_ms']);
  });

  it('with a prompt or a welcome that says nothing', () => {
    const found = problems({ welcome: richTextOf(' \n ') }, [promptAt(1, 0, ' ')]);
    expect(Object.keys(found)).toEqual(['welcome', 'prompts.1.body']);
  });

  it('with more people at least than at most', () => {
    expect(problems({ group_min: 4 })).toHaveProperty('group_min');
  });

  it('with a prompt for a condition or a role that the project has not', () => {
    const arms = { conditions: [{ name: 'calm', weight: 1 }], roles: ['host'] };
    const known = { ...promptAt(1, 0), conditions: ['calm'], roles: ['host'] };
    expect(problems(arms, [known])).toEqual({});
    const found = problems(arms, [
      known,
      { ...promptAt(2, 0), conditions: ['calm', 'heated', 'cold'] },
      { ...promptAt(3, 0), roles: ['guest'] },
    ]);
    expect(found).toEqual({
      'prompts.2.conditions': 'names “heated”, “cold”, which the project has not',
      'prompts.3.roles': 'names “guest”, which the project has not',
    });
  });

  it('with a prompt whose file is no longer there', () => {
    const draft = snapshotOf(project, [promptAt(1, 0), promptAt(2, 0)]);
    expect(Object.keys(findPublishProblems({ ...draft, missingFiles: [2] }))).toEqual(['prompts.2.asset']);
  });

  it('with an outcome that has no code', () => {
    const draft = snapshotOf(project, []);
    const removed = { ...draft.project.outcomes.removed, code: ' ' };
    const outcomesOf = { ...draft.project.outcomes, removed };
    const found = findPublishProblems({
      ...{ prompts: [], missingFiles: [] },
      project: { ...draft.project, outcomes: outcomesOf },
    });
    expect(Object.keys(found)).toEqual(['outcomes.removed.code']);
  });
});

describe('a snapshot', () => {
  const frozen = snapshotOf(project, [promptAt(1, 0)]);
  const isSame = (other: Project, prompts: Prompt[]) => isDeepStrictEqual(snapshotOf(other, prompts), frozen);

  it('is the same for what sessions do not read', () => {
    const later = {
      ...project,
      version: 9,
      status: 'live' as const,
      published_number: 3,
      updated_at: '2027-01-01T00:00:00.000Z',
    };
    expect(isSame(later, [{ ...promptAt(1, 0), updated_at: later.updated_at }])).toBe(true);
  });

  it('differs with any text, time, rank or setting', () => {
    expect(isSame({ ...project, name: 'Other' }, [promptAt(1, 0)])).toBe(false);
    expect(isSame({ ...project, farewell: richTextOf('Ciao') }, [promptAt(1, 0)])).toBe(false);
    expect(isSame(project, [])).toBe(false);
    expect(isSame(project, [promptAt(1, 1)])).toBe(false);
    expect(isSame(project, [promptAt(1, 0, 'Other')])).toBe(false);
  });
});
