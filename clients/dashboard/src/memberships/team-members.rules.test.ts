import { expect, it } from '@jest/globals';
import type { Membership } from '@convomatic/contracts';
import { isLastOwner, teamMembers } from './team-members.ts';

const member = (user_id: number, role: Membership['role'], name: string): Membership => ({
  ...{ group_id: 1, user_id, role, name, joined_at: '2030-01-01T10:00:00.000Z' },
  ...{ left_at: null, left_reason: null },
});

it('lists owners first, then editors, then observers, each by name', () => {
  const members = teamMembers([
    member(1, 'observer', 'Ann'),
    member(2, 'editor', 'Zoe'),
    member(3, 'editor', 'Bea'),
    member(4, 'owner', 'Kim'),
  ]);
  expect(members.map(({ name }) => name)).toEqual(['Kim', 'Bea', 'Zoe', 'Ann']);
});

it('knows the last owner', () => {
  const [only, editor] = teamMembers([member(1, 'owner', 'Kim'), member(2, 'editor', 'Bea')]);
  if (!only || !editor) throw new Error('two members');
  expect(isLastOwner([only, editor], only)).toBe(true);
  expect(isLastOwner([only, editor], editor)).toBe(false);
  expect(isLastOwner([only, { ...editor, role: 'owner' }], only)).toBe(false);
});
