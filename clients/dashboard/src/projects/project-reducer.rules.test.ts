import { describe, expect, it } from '@jest/globals';
import { plainSettings } from '@convomatic/contracts';
import type { Event, Project, Prompt } from '@convomatic/contracts';
import { outcomes } from '@convomatic/contracts/names';
import fc from 'fast-check';
import { paragraphsOf } from '../platform/rich-text.ts';
import { reduceProject, withProject, withPrompts } from './project-reducer.ts';
import type { ProjectState } from './project-reducer.ts';

const timeAt = (second: number): string => new Date(Date.UTC(2026, 0, 5, 9, 0, second)).toISOString();

const buildProject = (change: Partial<Project>): Project => ({
  id: 1,
  team_id: 9,
  slug: 'talk',
  status: 'draft',
  version: 1,
  published_number: null,
  deleted_at: null,
  name: 'Talk',
  language: 'en',
  ...plainSettings,
  group_min: 2,
  group_target: 3,
  duration_ms: 60_000,
  waiting_limit_ms: 60_000,
  welcome: paragraphsOf('Welcome'),
  farewell: paragraphsOf('Thank you'),
  outcomes: Object.fromEntries(
    outcomes.map((outcome) => [outcome, { code: 'A1', redirect_url: null }]),
  ) as Project['outcomes'],
  created_at: timeAt(0),
  updated_at: timeAt(0),
  ...change,
});

const buildPrompt = (change: Partial<Prompt>): Prompt => ({
  id: 1,
  project_id: 1,
  rank: 1,
  asset: null,
  conditions: [],
  roles: [],
  offset_ms: 0,
  body: paragraphsOf('Say hello.'),
  created_at: timeAt(0),
  updated_at: timeAt(0),
  deleted_at: null,
  ...change,
});

const fresh: ProjectState = {
  project: buildProject({}),
  prompts: [],
  changed: true,
  rooms: { 'group-9': 0 },
};

type Step = 'add' | 'edit' | 'first' | 'remove' | 'rename' | 'publish' | 'elsewhere';

const ranked = (prompts: Prompt[], at: string): Prompt[] =>
  prompts.map((prompt, index) =>
    prompt.rank === index + 1 ? prompt : { ...prompt, rank: index + 1, updated_at: at },
  );

type Taken = { kind: Event['kind']; records: Event['records']; next: ProjectState };

const changePrompts = (state: ProjectState, step: Step, seq: number): Taken | null => {
  const at = timeAt(seq);
  const [first, ...rest] = state.prompts;
  const last = state.prompts.at(-1);
  const reordered = (kind: Event['kind'], next: Prompt[], gone: Prompt[] = []): Taken => {
    const prompts = ranked(next, at);
    const changed = prompts.filter((prompt) => !state.prompts.includes(prompt));
    return { kind, records: { prompts: [...changed, ...gone] }, next: { ...state, prompts, changed: true } };
  };
  if (step === 'add')
    return reordered('prompt.created', [
      ...state.prompts,
      buildPrompt({ id: 100 + seq, rank: 0, updated_at: at }),
    ]);
  if (!first || !last) return null;
  if (step === 'edit')
    return reordered('prompt.updated', [{ ...first, offset_ms: seq, updated_at: at }, ...rest]);
  if (step === 'first' && rest.length > 0)
    return reordered('prompt.moved', [last, ...state.prompts.slice(0, -1)]);
  return step === 'remove'
    ? reordered('prompt.removed', rest, [{ ...first, deleted_at: at, updated_at: at }])
    : null;
};

const take = (state: ProjectState, step: Step, seq: number): Taken => {
  const changed = changePrompts(state, step, seq);
  if (changed) return changed;
  const { version, published_number } = state.project;
  if (step === 'publish') {
    const project = { ...state.project, published_number: (published_number ?? 0) + 1, version: version + 1 };
    return {
      kind: 'project.published',
      records: { projects: [project] },
      next: { ...state, project, changed: false },
    };
  }
  if (step === 'rename') {
    const project = { ...state.project, name: `Talk ${String(seq)}`, version: version + 1 };
    return {
      kind: 'project.updated',
      records: { projects: [project] },
      next: { ...state, project, changed: true },
    };
  }
  const elsewhere = {
    projects: [buildProject({ id: 2 })],
    prompts: [buildPrompt({ id: 900, project_id: 2 })],
  };
  return { kind: 'project.updated', records: elsewhere, next: state };
};

describe("a project's design", () => {
  it('equals a fresh state after any state and the events behind it', () => {
    const step = fc.constantFrom<Step>(
      'add',
      'add',
      'edit',
      'first',
      'remove',
      'rename',
      'publish',
      'elsewhere',
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), fc.nat(25), (steps, from) => {
        const states = [fresh];
        const events = steps.map((each, index): Event => {
          const seq = index + 1;
          const { kind, records, next } = take(states.at(-1) ?? fresh, each, seq);
          states.push(next);
          return { room: 'group-9', team_id: 9, seq, id: seq, at: timeAt(seq), kind, records };
        });
        const start = Math.min(from, steps.length);
        expect(events.slice(start).reduce(reduceProject, states[start] ?? fresh)).toEqual(states.at(-1));
      }),
    );
  });

  it('keeps a newer row when an answer comes late', () => {
    const newer = withPrompts(fresh, [buildPrompt({ offset_ms: 5_000, updated_at: timeAt(2) })]);
    expect(withPrompts(newer, [buildPrompt({ offset_ms: 1_000, updated_at: timeAt(1) })])).toEqual(newer);
    const renamed = withProject(fresh, buildProject({ version: 3, name: 'New' }));
    expect(withProject(renamed, buildProject({ version: 2, name: 'Old' }))).toBe(renamed);
  });

  it('has not changed when a project is paused', () => {
    const published = { ...fresh, changed: false };
    const event: Event = {
      room: 'group-9',
      team_id: 9,
      seq: 1,
      id: 1,
      at: timeAt(1),
      kind: 'project.updated',
      records: { projects: [buildProject({ version: 2, status: 'paused' })] },
    };
    expect(reduceProject(published, event).changed).toBe(false);
  });
});
