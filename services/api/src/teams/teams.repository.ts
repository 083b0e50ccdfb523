import type { RemovedTeam, Team } from '@convomatic/contracts';
import type { Knex } from 'knex';
import type { TeamScope } from '../platform/scopes.ts';

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

/**
 * Against everything that begins in the team: a session, a seat and an invitation refer to the team's row, and wait
 * for this lock or are there before it. Undefined when the team is not there, or is removed already.
 */
export const lockTeam = async (trx: Knex, { team_id }: TeamScope): Promise<Team | undefined> => {
  await trx.raw('select from teams where id = ? for update', [team_id]);
  return findTeam(trx, team_id);
};

export const updateName = async (trx: Knex, { team_id }: TeamScope, name: string): Promise<void> => {
  await trx('groups')
    .where({ id: team_id })
    .update({ name, updated_at: trx.raw('clock_timestamp()') });
};

export const updateRemoved = async (trx: Knex, { team_id }: TeamScope, isRemoved: boolean): Promise<void> => {
  const now = trx.raw('clock_timestamp()');
  await trx('teams')
    .where({ id: team_id })
    .update({ deleted_at: isRemoved ? now : null, updated_at: now });
};

/** Of which this person is an owner, the newest removal first. */
export const listRemovedTeams = async (trx: Knex, userId: number): Promise<RemovedTeam[]> =>
  trx('memberships')
    .join('teams', 'teams.id', 'memberships.group_id')
    .join('groups', 'groups.id', 'teams.id')
    .where({ 'memberships.user_id': userId, 'memberships.role': 'owner' })
    .whereNull('memberships.left_at')
    .whereNotNull('teams.deleted_at')
    .orderBy('teams.deleted_at', 'desc')
    .select<RemovedTeam[]>(...columns, 'teams.deleted_at');
