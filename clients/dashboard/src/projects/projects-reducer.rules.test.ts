import type { Count, Event, Project } from '@convomatic/contracts';
import { describe, expect, it } from '@jest/globals';
import { reduceProjects } from './projects-reducer.ts';
import type { ProjectsState } from './projects-reducer.ts';

const at = '2026-01-01T00:00:00.000Z';

const project = (id: number, deleted_at: string | null = null): Project =>
  ({ id, team_id: 1, name: `Project ${String(id)}`, deleted_at }) as Project;

const count = (project_id: number, finished = 0): Count => ({
  ...{ project_id, finished, waiting: 0, active: 0, completed: 0, sessions_active: 0, sessions_closed: 0 },
  oldest_waiting_since: null,
});

const state: ProjectsState = {
  projects: [project(2), project(1)],
  counts: [count(1), count(2)],
  rooms: { 'group-1': 1 },
};

const event = (kind: Event['kind'], records: Event['records']): Event => ({
  ...{ room: 'group-1', team_id: 1, seq: 2, id: 2, at, kind, records },
});

describe('the projects of a team', () => {
  it('lose one that is removed, with its counts, and have it again when it is restored', () => {
    const removed = reduceProjects(state, event('project.removed', { projects: [project(2, at)] }));
    expect(removed.projects.map(({ id }) => id)).toEqual([1]);
    expect(removed.counts).toEqual([count(1)]);
    const counted = reduceProjects(removed, event('project.counted', { counts: [count(2, 1)] }));
    expect(counted.counts).toEqual([count(1)]);
    const records = { projects: [project(2)], counts: [count(2, 1)] };
    const restored = reduceProjects(counted, event('project.restored', records));
    expect(restored.projects.map(({ id }) => id)).toEqual([1, 2]);
    expect(restored.counts).toEqual([count(1), count(2, 1)]);
  });

  it('are the same after an event that has nothing of them', () => {
    expect(reduceProjects(state, event('membership.created', { memberships: [] }))).toBe(state);
  });
});
