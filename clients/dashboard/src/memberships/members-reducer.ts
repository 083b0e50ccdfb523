import type { EndpointResponse, Event } from '@convomatic/contracts';
import { upsert } from '../platform/rows.ts';

export type MembersState = EndpointResponse<'GET /api/teams/:team_id'>;

/** A team's members after one event of the team. */
export const reduceMembers = (state: MembersState, event: Event): MembersState => {
  const changed = (event.records.memberships ?? []).filter(({ group_id }) => group_id === state.team.id);
  if (changed.length === 0) return state;
  const memberships = upsert(state.memberships, changed, ({ user_id }) => user_id);
  return { ...state, memberships: memberships.filter(({ left_at }) => left_at === null) };
};
