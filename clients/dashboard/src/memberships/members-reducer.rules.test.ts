import { expect, it } from '@jest/globals';
import type { Event, Membership } from '@convomatic/contracts';
import { reduceMembers } from './members-reducer.ts';
import type { MembersState } from './members-reducer.ts';

const at = '2030-01-01T10:00:00.000Z';
const member = (user_id: number, change: Partial<Membership> = {}): Membership => ({
  ...{ group_id: 1, user_id, role: 'editor', name: `Person ${String(user_id)}` },
  ...{ joined_at: at, left_at: null, left_reason: null, ...change },
});
const state: MembersState = {
  team: { id: 1, name: 'Lab', created_at: at },
  memberships: [member(1, { role: 'owner' })],
  rooms: { 'group-1': 1 },
};
const event = (kind: Event['kind'], memberships: Membership[]): Event => ({
  ...{ room: 'group-1', team_id: 1, seq: 2, id: 2, at, kind, records: { memberships } },
});

it('adds who joins and takes away who leaves', () => {
  const joined = reduceMembers(state, event('membership.created', [member(2)]));
  expect(joined.memberships.map(({ user_id }) => user_id)).toEqual([1, 2]);
  const left = reduceMembers(joined, event('membership.removed', [member(2, { left_at: at })]));
  expect(left.memberships).toEqual(state.memberships);
});

it('takes no notice of other groups and other events', () => {
  expect(reduceMembers(state, event('membership.created', [member(2, { group_id: 9 })]))).toBe(state);
  expect(reduceMembers(state, event('project.updated', []))).toBe(state);
});
