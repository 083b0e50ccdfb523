import type { Team } from '@convomatic/contracts';
import type { Knex } from 'knex';

/** A team is a group of its own: the two rows have one id. */
export const insertTeam = async (trx: Knex, name: string): Promise<Team> => {
  const [team] = await trx('groups')
    .insert({ kind: 'team', name })
    .returning<Team[]>(['id', 'name', 'created_at']);
  if (!team) throw new Error('the group was not inserted');
  await trx('teams').insert({ id: team.id });
  return team;
};

const columns = ['groups.id', 'groups.name', 'groups.created_at'] as const;

export const findTeam = async (trx: Knex, id: number): Promise<Team | undefined> => {
  const [team] = await trx('teams')
    .join('groups', 'groups.id', 'teams.id')
    .where({ 'teams.id': id })
    .whereNull('teams.deleted_at')
    .select<Team[]>(...columns);
  return team;
};

/** The team that this person has been in longest. */
export const findFirstTeamOf = async (trx: Knex, userId: number): Promise<Team | undefined> => {
  const [team] = await trx('memberships')
    .join('teams', 'teams.id', 'memberships.group_id')
    .join('groups', 'groups.id', 'teams.id')
    .where({ 'memberships.user_id': userId })
    .whereNull('memberships.left_at')
    .whereNull('teams.deleted_at')
    .orderBy('memberships.id')
    .limit(1)
    .select<Team[]>(...columns);
  return team;
};
