import type { EndpointResponse, Event } from '@convomatic/contracts';
import { upsert } from '../platform/rows.ts';

export type RunsState = EndpointResponse<'GET /api/projects/:project_id/runs'>;

/** The runs of a project after one event of its team, newest first. */
export const reduceRuns =
  (projectId: number) =>
  (state: RunsState, { records }: Event): RunsState => {
    const changed = (records.runs ?? []).filter(({ project_id }) => project_id === projectId);
    if (changed.length === 0) return state;
    const runs = upsert(state.runs, changed, ({ id }) => id).sort((one, other) => other.id - one.id);
    return { ...state, runs };
  };
