import type { Asset, Prompt } from '@convomatic/contracts';
import type { Knex } from 'knex';
import type { TeamScope } from '../platform/scopes.ts';

const columns = [
  'id',
  'project_id',
  'rank',
  'offset_ms',
  'body',
  'asset',
  'conditions',
  'roles',
  'created_at',
  'updated_at',
  'deleted_at',
] as const;

export type PromptChange = {
  [Field in 'body' | 'offset_ms' | 'asset' | 'conditions' | 'roles']?: Prompt[Field] | undefined;
};

/** The driver makes a PostgreSQL array of an array, and these columns are JSON. */
const columnsOf = ({ body, offset_ms, asset, conditions, roles }: PromptChange) => ({
  ...{ body, offset_ms, asset },
  conditions: conditions && JSON.stringify(conditions),
  roles: roles && JSON.stringify(roles),
});

type NewPrompt = Pick<Prompt, 'project_id' | 'rank' | 'offset_ms' | 'body'> & PromptChange;

export const insertPrompt = async (
  trx: Knex,
  { team_id }: TeamScope,
  { project_id, rank, ...prompt }: NewPrompt,
): Promise<number> => {
  const [row] = await trx('prompts')
    .insert({ ...columnsOf(prompt), project_id, rank, team_id })
    .returning<{ id: number }[]>('id');
  if (!row) throw new Error('the prompt was not inserted');
  return row.id;
};

/** Whose prompt it is, as long as its project is there. */
export const findTeamOfPrompt = async (trx: Knex, id: number): Promise<number | undefined> => {
  const row = await trx('prompts')
    .join('projects', 'projects.id', 'prompts.project_id')
    .where({ 'prompts.id': id })
    .whereNull('projects.deleted_at')
    .first<{ team_id: number } | undefined>('prompts.team_id');
  return row?.team_id;
};

/** Also one that was removed. */
export const findPrompt = async (
  trx: Knex,
  { team_id }: TeamScope,
  id: number,
): Promise<Prompt | undefined> =>
  trx<Prompt & TeamScope>('prompts')
    .where({ id, team_id })
    .first(...columns);

/** Also removed ones, in order of rank. */
export const findPrompts = async (trx: Knex, { team_id }: TeamScope, ids: number[]): Promise<Prompt[]> =>
  trx<Prompt & TeamScope>('prompts')
    .where({ team_id })
    .whereIn('id', ids)
    .orderBy(['rank', 'id'])
    .select(...columns);

/** A project's sequence, in order of rank. */
export const listPrompts = async (trx: Knex, { team_id }: TeamScope, projectId: number): Promise<Prompt[]> =>
  trx<Prompt & TeamScope>('prompts')
    .where({ project_id: projectId, team_id })
    .whereNull('deleted_at')
    .orderBy(['rank', 'id'])
    .select(...columns);

/** The same as ids. */
export const listOrder = async (trx: Knex, scope: TeamScope, projectId: number): Promise<number[]> =>
  (await listPrompts(trx, scope, projectId)).map((prompt) => prompt.id);

export const updatePrompt = async (
  trx: Knex,
  { team_id }: TeamScope,
  { id, change }: { id: number; change: PromptChange },
): Promise<void> => {
  await trx('prompts')
    .where({ id, team_id })
    .update({ ...columnsOf(change), updated_at: trx.raw('clock_timestamp()') });
};

export const updatePromptRemoval = async (
  trx: Knex,
  { team_id }: TeamScope,
  { id, isRemoved }: { id: number; isRemoved: boolean },
): Promise<void> => {
  const now = trx.raw('clock_timestamp()');
  await trx('prompts')
    .where({ id, team_id })
    .update({ deleted_at: isRemoved ? now : null, updated_at: now });
};

/** Ranks from 1 in this order; answers the ids of those whose rank is another now. */
export const updateRanks = async (trx: Knex, { team_id }: TeamScope, order: number[]): Promise<number[]> => {
  const { rows } = await trx.raw<{ rows: { id: number }[] }>(
    `update prompts set rank = place.rank, updated_at = clock_timestamp()
     from unnest(?::bigint[]) with ordinality as place(id, rank)
     where prompts.id = place.id and prompts.team_id = ? and prompts.rank <> place.rank returning prompts.id`,
    [order, team_id],
  );
  return rows.map((row) => row.id);
};

/** The files of a project among these. */
export const listFiles = async (
  trx: Knex,
  { team_id }: TeamScope,
  { project_id, ids }: { project_id: number; ids: number[] },
): Promise<Pick<Asset, 'id' | 'kind'>[]> =>
  trx<Asset & TeamScope>('assets')
    .where({ team_id, project_id })
    .whereIn('id', ids)
    .whereNull('deleted_at')
    .select('id', 'kind');
