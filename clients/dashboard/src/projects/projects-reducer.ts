import type { EndpointResponse, Event } from '@convomatic/contracts';
import { upsert } from '../platform/rows.ts';

export type ProjectsState = EndpointResponse<'GET /api/teams/:team_id/projects'>;

/** A team's projects and their counts after one event of the team; what was removed is gone, with its counts. */
export const reduceProjects = (state: ProjectsState, event: Event): ProjectsState => {
  const { projects: changed = [], counts: counted = [] } = event.records;
  if (changed.length + counted.length === 0) return state;
  const projects = upsert(state.projects, changed, ({ id }) => id).filter(
    ({ deleted_at }) => deleted_at === null,
  );
  const ids = new Set(projects.map(({ id }) => id));
  const counts = upsert(state.counts, counted, ({ project_id }) => project_id);
  return { ...state, projects, counts: counts.filter(({ project_id }) => ids.has(project_id)) };
};
