import type { Membership } from '@convomatic/contracts';
import type { TeamRole } from '@convomatic/contracts/names';
import type { Knex } from 'knex';

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

/** Everyone who is in the group now, in the order of joining. */
export const listMemberships = async (trx: Knex, groupId: number): Promise<Membership[]> =>
  trx<Membership>('memberships')
    .where({ group_id: groupId })
    .whereNull('left_at')
    .orderBy(['joined_at', 'user_id'])
    .select(...columns);

/** The role of a user in a team that is still there; a session's members have none. */
export const findTeamRole = async (
  trx: Knex,
  { group_id, user_id }: Pick<Membership, 'group_id' | 'user_id'>,
): Promise<TeamRole | undefined> => {
  const [row] = await trx('memberships')
    .join('teams', 'teams.id', 'memberships.group_id')
    .where({ 'memberships.group_id': group_id, 'memberships.user_id': user_id })
    .whereNull('memberships.left_at')
    .whereNull('teams.deleted_at')
    .select<{ role: TeamRole }[]>('memberships.role');
  return row?.role;
};
