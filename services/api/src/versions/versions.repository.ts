import type { Snapshot, Version } from '@convomatic/contracts';
import type { Knex } from 'knex';
import type { TeamScope } from '../platform/scopes.ts';

const columns = ['id', 'project_id', 'number', 'published_by', 'published_at'] as const;

export type FrozenVersion = Version & { snapshot: Snapshot };

type NewVersion = Pick<FrozenVersion, 'project_id' | 'number' | 'published_by' | 'snapshot'>;

export const insertVersion = async (
  trx: Knex,
  { team_id }: TeamScope,
  version: NewVersion,
): Promise<Version> => {
  const [inserted] = await trx('versions')
    .insert({ ...version, team_id })
    .returning<Version[]>([...columns]);
  if (!inserted) throw new Error('the version was not inserted');
  return inserted;
};

/** Newest first. */
export const listVersions = async (
  trx: Knex,
  { team_id }: TeamScope,
  projectId: number,
): Promise<FrozenVersion[]> =>
  trx<FrozenVersion & TeamScope>('versions')
    .where({ project_id: projectId, team_id })
    .orderBy('number', 'desc')
    .select(...columns, 'snapshot');

/** What participants meet, and sessions are started with. */
export const findNewestVersion = async (
  trx: Knex,
  { team_id }: TeamScope,
  projectId: number,
): Promise<FrozenVersion | undefined> =>
  trx<FrozenVersion & TeamScope>('versions')
    .where({ project_id: projectId, team_id })
    .orderBy('number', 'desc')
    .first(...columns, 'snapshot');

export const findVersion = async (
  trx: Knex,
  { team_id }: TeamScope,
  { project_id, number }: Pick<Version, 'project_id' | 'number'>,
): Promise<FrozenVersion | undefined> =>
  trx<FrozenVersion & TeamScope>('versions')
    .where({ project_id, number, team_id })
    .first(...columns, 'snapshot');
