import type { EndpointResponse, Event } from '@convomatic/contracts';
import { upsert } from '../platform/rows.ts';

export type SessionsState = EndpointResponse<'GET /api/projects/:project_id/sessions'>;

/** As many as the server answers with. */
const most = 200;

/** A project's sessions, their members and its count after one event of the team. */
export const reduceSessions = (state: SessionsState, event: Event): SessionsState => {
  const projectId = state.count.project_id;
  const started = (event.records.sessions ?? []).filter(({ project_id }) => project_id === projectId);
  const count = event.records.counts?.find(({ project_id }) => project_id === projectId) ?? state.count;

  const sessions = upsert(state.sessions, started, ({ id }) => id)
    .sort((one, other) => other.id - one.id)
    .slice(0, most);
  const shown = new Set(sessions.map(({ id }) => id));
  const memberships = upsert(
    state.memberships,
    event.records.memberships ?? [],
    ({ group_id, user_id }) => `${String(group_id)}-${String(user_id)}`,
  ).filter(({ group_id }) => shown.has(group_id));
  return { ...state, sessions, memberships, count };
};
