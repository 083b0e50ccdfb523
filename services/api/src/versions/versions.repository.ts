import type { Snapshot, Version } from '@convomatic/contracts';
import type { Knex } from 'knex';

const columns = ['id', 'project_id', 'number', 'published_by', 'published_at'] as const;

export type FrozenVersion = Version & { snapshot: Snapshot };

type NewVersion = Pick<FrozenVersion, 'project_id' | 'number' | 'published_by' | 'snapshot'> & {
  team_id: number;
};

export const insertVersion = async (trx: Knex, version: NewVersion): Promise<Version> => {
  const [inserted] = await trx('versions')
    .insert(version)
    .returning<Version[]>([...columns]);
  if (!inserted) throw new Error('the version was not inserted');
  return inserted;
};

/** A version of a project by its number. */
export const findVersion = async (
  trx: Knex,
  projectId: number,
  number: number | 'newest',
): Promise<FrozenVersion | undefined> => {
  const versions = trx<FrozenVersion>('versions').where({ project_id: projectId });
  return (number === 'newest' ? versions.orderBy('number', 'desc') : versions.where({ number })).first(
    ...columns,
    'snapshot',
  );
};

/** Newest first. */
export const listVersions = async (trx: Knex, projectId: number): Promise<FrozenVersion[]> =>
  trx<FrozenVersion>('versions')
    .where({ project_id: projectId })
    .orderBy('number', 'desc')
    .select(...columns, 'snapshot');
