import type { Membership } from '@convomatic/contracts';
import type { TeamRole } from '@convomatic/contracts/names';
import type { Knex } from 'knex';
import type { TeamScope } from '../platform/scopes.ts';

const columns = ['group_id', 'user_id', 'role', 'name', 'joined_at', 'left_at', 'left_reason'] as const;

type NewMembership = Pick<Membership, 'group_id' | 'user_id' | 'role' | 'name'>;

export const insertMembership = async (trx: Knex, membership: NewMembership): Promise<void> => {
  await trx('memberships').insert(membership);
};

/** Somebody who was in the group before is in it again, as from now. */
export const reopenMembership = async (
  trx: Knex,
  { group_id, user_id, role, name }: NewMembership,
): Promise<void> => {
  const now = trx.raw('clock_timestamp()');
  await trx('memberships')
    .where({ group_id, user_id })
    .update({ role, name, joined_at: now, left_at: null, left_reason: null, updated_at: now });
};

export const findMembership = async (
  trx: Knex,
  { group_id, user_id }: Pick<Membership, 'group_id' | 'user_id'>,
): Promise<Membership | undefined> =>
  trx<Membership>('memberships')
    .where({ group_id, user_id })
    .first(...columns);

/** Everyone who is in the team now, in the order of joining. */
export const listMemberships = async (trx: Knex, { team_id }: TeamScope): Promise<Membership[]> =>
  trx<Membership>('memberships')
    .where({ group_id: team_id })
    .whereNull('left_at')
    .orderBy(['joined_at', 'user_id'])
    .select(...columns);

/**
 * Who changes who owns a team, or who is in it, takes turns with the others who do: first of all locks, so that of
 * two owners who leave at the same moment the second sees that the first has gone.
 */
export const lockMemberships = async (trx: Knex, teamId: number): Promise<void> => {
  await trx.raw('select from teams where id = ? for no key update', [teamId]);
};

export type TeamMembership = Membership & { role: TeamRole };

/** Somebody who is in this team now. */
export const findMember = async (
  trx: Knex,
  { team_id }: TeamScope,
  userId: number,
): Promise<TeamMembership | undefined> =>
  trx<TeamMembership>('memberships')
    .where({ group_id: team_id, user_id: userId })
    .whereNull('left_at')
    .first(...columns);

/** How many others could look after the team. Who is blocked cannot. */
export const countOtherOwners = async (
  trx: Knex,
  { team_id }: TeamScope,
  userId: number,
): Promise<number> => {
  const { rows } = await trx.raw<{ rows: [{ count: number }] }>(
    `select count(*)::int as count from memberships m join users u on u.id = m.user_id
     where m.group_id = ? and m.user_id <> ? and m.role = 'owner' and m.left_at is null
       and u.blocked_at is null and u.deleted_at is null`,
    [team_id, userId],
  );
  return rows[0].count;
};

type Change = { role: TeamRole } | { left_reason: 'left' | 'removed' };

/** A role, or the end of the membership. */
export const updateMember = async (
  trx: Knex,
  { team_id }: TeamScope,
  { user_id, change }: { user_id: number; change: Change },
): Promise<void> => {
  const now = trx.raw('clock_timestamp()');
  await trx('memberships')
    .where({ group_id: team_id, user_id })
    .update({ ...change, ...('left_reason' in change && { left_at: now }), updated_at: now });
};

type Key = Pick<Membership, 'group_id' | 'user_id'>;

/** The role of a user in a team; a session's members have none. */
const roleIn = async (trx: Knex, key: Key, teams: Knex.QueryBuilder): Promise<TeamRole | undefined> => {
  const row = await trx('memberships')
    .where({ group_id: key.group_id, user_id: key.user_id })
    .whereNull('left_at')
    .whereIn('group_id', teams)
    .first<{ role: TeamRole } | undefined>('role');
  return row?.role;
};

/** In a team that is still there. */
export const findTeamRole = (trx: Knex, key: Key): Promise<TeamRole | undefined> =>
  roleIn(trx, key, trx('teams').whereNull('deleted_at').select('id'));

/** In a team that was removed. */
export const findRemovedTeamRole = (trx: Knex, key: Key): Promise<TeamRole | undefined> =>
  roleIn(trx, key, trx('teams').whereNotNull('deleted_at').select('id'));
