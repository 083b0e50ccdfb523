import { describe, expect, it } from '@jest/globals';
import type { Boot, Event, Membership } from '@convomatic/contracts';
import { reduceBoot } from './boot-reducer.ts';

const at = '2030-01-01T10:00:00.000Z';
const user: Boot['user'] = {
  ...{ id: 1, name: 'Ada', email: 'ada@example.org' },
  ...{ platform_role: 'user', language: 'en' },
};
const boot: Boot = {
  user,
  groups: [
    { id: 7, kind: 'team', name: 'Lab', role: 'owner' },
    { id: 8, kind: 'team', name: 'Club', role: 'observer' },
  ],
  ...{ place: null, channel_token: 't', collaboration_secret: null, rooms: { 'user-1': 1, 'group-7': 1 } },
  ...{ epoch: 1, features: [], server_time: at },
};
const event = (kind: Event['kind'], records: Event['records']): Event => ({
  ...{ room: 'user-1', team_id: null, seq: 2, id: 2, at, kind, records },
});
const membership = (change: Partial<Membership> = {}): Membership => ({
  ...{ group_id: 7, user_id: 1, role: 'owner', name: 'Ada' },
  ...{ joined_at: at, left_at: null, left_reason: null, ...change },
});

describe('the person and their teams', () => {
  it('lose a team that they are removed from, or that is removed', () => {
    const removed = reduceBoot(
      boot,
      event('membership.removed', { memberships: [membership({ left_at: at })] }),
    );
    expect(removed?.groups.map(({ id }) => id)).toEqual([8]);
    const gone = reduceBoot(
      boot,
      event('team.removed', { teams: [{ id: 8, name: 'Club', created_at: at }] }),
    );
    expect(gone?.groups.map(({ id }) => id)).toEqual([7]);
  });

  it('keep their teams when somebody else is removed', () => {
    const other = event('membership.removed', { memberships: [membership({ user_id: 2, left_at: at })] });
    expect(reduceBoot(boot, other)).toBe(boot);
  });

  it('have the new role, the new name of the team and their own new name', () => {
    const role = reduceBoot(
      boot,
      event('membership.updated', { memberships: [membership({ role: 'editor' })] }),
    );
    expect(role?.groups[0]?.role).toBe('editor');
    const name = reduceBoot(
      boot,
      event('team.updated', { teams: [{ id: 7, name: 'Labor', created_at: at }] }),
    );
    expect(name?.groups.map((group) => group.name)).toEqual(['Labor', 'Club']);
    const own = reduceBoot(boot, event('user.updated', { users: [{ ...user, name: 'Ada L.' }] }));
    expect(own?.user.name).toBe('Ada L.');
  });

  it('are asked for anew when they join a team, a team comes back, or a login ends', () => {
    const joined = event('membership.created', { memberships: [membership({ group_id: 9 })] });
    expect(reduceBoot(boot, joined)).toBeNull();
    expect(reduceBoot(boot, event('team.restored', {}))).toBeNull();
    expect(reduceBoot(boot, event('login.revoked', { logins: [{ id: 3 }] }))).toBeNull();
  });
});
