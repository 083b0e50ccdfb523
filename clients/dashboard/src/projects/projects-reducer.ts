import type { EndpointResponse, Event } from '@convomatic/contracts';
import { upsert } from '../platform/rows.ts';

export type ProjectsState = EndpointResponse<'GET /api/teams/:team_id/projects'>;

/** A team's projects and their counts after one event of the team. */
export const reduceProjects = (state: ProjectsState, event: Event): ProjectsState => {
  const { projects = [], counts = [] } = event.records;
  if (projects.length + counts.length === 0) return state;
  return {
    ...state,
    projects: upsert(state.projects, projects, ({ id }) => id),
    counts: upsert(state.counts, counts, ({ project_id }) => project_id),
  };
};
