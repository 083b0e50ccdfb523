import type { ParticipantState } from '@convomatic/contracts/names';
import type { Knex } from 'knex';
import type { TeamScope } from '../platform/scopes.ts';

export type Wanted = {
  project_id: number;
  state?: ParticipantState | undefined;
  before?: number | undefined;
  limit: number;
};

/** Newest first. */
export const listProjectParticipantIds = async (
  trx: Knex,
  { team_id }: TeamScope,
  { project_id, state, before, limit }: Wanted,
): Promise<number[]> => {
  const query = trx('participants').where({ project_id, team_id }).orderBy('id', 'desc').limit(limit);
  if (state !== undefined) query.where({ state });
  if (before !== undefined) query.where('id', '<', before);
  return query.pluck<number[]>('id');
};
