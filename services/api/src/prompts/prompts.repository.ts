import type { Prompt } from '@convomatic/contracts';
import type { Knex } from 'knex';

const columns = [
  'id',
  'project_id',
  'rank',
  'offset_ms',
  'body',
  'created_at',
  'updated_at',
  'deleted_at',
] as const;

type NewPrompt = Pick<Prompt, 'project_id' | 'rank' | 'offset_ms' | 'body'> & { team_id: number };

export const insertPrompt = async (trx: Knex, prompt: NewPrompt): Promise<number> => {
  const [row] = await trx('prompts').insert(prompt).returning<{ id: number }[]>('id');
  if (!row) throw new Error('the prompt was not inserted');
  return row.id;
};

/** Also one that was removed. */
export const findPrompt = async (trx: Knex, id: number): Promise<Prompt | undefined> =>
  trx<Prompt>('prompts')
    .where({ id })
    .first(...columns);

/** Also removed ones, in order of rank. */
export const findPrompts = async (trx: Knex, ids: number[]): Promise<Prompt[]> =>
  trx<Prompt>('prompts')
    .whereIn('id', ids)
    .orderBy(['rank', 'id'])
    .select(...columns);

/** A project's sequence, in order of rank. */
export const listPrompts = async (trx: Knex, projectId: number): Promise<Prompt[]> =>
  trx<Prompt>('prompts')
    .where({ project_id: projectId })
    .whereNull('deleted_at')
    .orderBy(['rank', 'id'])
    .select(...columns);

/** The same as ids. */
export const listOrder = async (trx: Knex, projectId: number): Promise<number[]> =>
  (await listPrompts(trx, projectId)).map((prompt) => prompt.id);

export type PromptChange = { body?: Prompt['body'] | undefined; offset_ms?: number | undefined };

export const updatePrompt = async (trx: Knex, id: number, change: PromptChange): Promise<void> => {
  await trx('prompts')
    .where({ id })
    .update({ ...change, updated_at: trx.raw('clock_timestamp()') });
};

export const updatePromptRemoval = async (trx: Knex, id: number, isRemoved: boolean): Promise<void> => {
  const now = trx.raw('clock_timestamp()');
  await trx('prompts')
    .where({ id })
    .update({ deleted_at: isRemoved ? now : null, updated_at: now });
};

/** Ranks from 1 in this order; answers the ids of those whose rank is another now. */
export const updateRanks = async (trx: Knex, order: number[]): Promise<number[]> => {
  const { rows } = await trx.raw<{ rows: { id: number }[] }>(
    `update prompts set rank = place.rank, updated_at = clock_timestamp()
     from unnest(?::bigint[]) with ordinality as place(id, rank)
     where prompts.id = place.id and prompts.rank <> place.rank returning prompts.id`,
    [order],
  );
  return rows.map((row) => row.id);
};
