import type { Knex } from 'knex';

type Held = { generation: number; owner: string | null; saved_at: string | null };

export const findGeneration = async (trx: Knex, name: string): Promise<number | undefined> => {
  const row = await trx<{ name: string } & Held>('documents').where({ name }).first('generation');
  return row?.generation;
};

/**
 * Gives the document to a node. A node that has the state of this generation keeps it; else the generation becomes
 * one that no node can have had, also where the database was restored to an earlier point than the node's state.
 */
export const updateOwner = async (
  trx: Knex,
  { name, owner, generation }: { name: string; owner: string; generation: number | null },
): Promise<number> => {
  const { rows } = await trx.raw<{ rows: [{ generation: number }] }>(
    `insert into documents as d (name, owner, generation) values (:name, :owner, coalesce(:generation::bigint, 0) + 1)
     on conflict (name) do update set owner = excluded.owner, updated_at = clock_timestamp(),
       generation = case when d.generation = :generation::bigint then d.generation
                         else greatest(d.generation, coalesce(:generation::bigint, 0)) + 1 end
     returning generation`,
    { name, owner, generation },
  );
  return rows[0].generation;
};

/** The text was written by something else than a collaboration server. Locks the row, which is made if there is none. */
export const updateGeneration = async (trx: Knex, name: string): Promise<number> => {
  const { rows } = await trx.raw<{ rows: [{ generation: number }] }>(
    `insert into documents as d (name) values (?)
     on conflict (name) do update set generation = d.generation + 1, updated_at = clock_timestamp()
     returning generation`,
    [name],
  );
  return rows[0].generation;
};

export const lockDocument = async (trx: Knex, name: string): Promise<Held | undefined> =>
  trx<{ name: string } & Held>('documents')
    .where({ name })
    .forUpdate()
    .first('generation', 'owner', 'saved_at');

export const updateSavedAt = async (trx: Knex, name: string): Promise<string> => {
  const now = trx.raw('clock_timestamp()');
  const [row] = await trx('documents')
    .where({ name })
    .update({ saved_at: now, updated_at: now })
    .returning<{ saved_at: string }[]>('saved_at');
  if (!row) throw new Error('the document is gone while it is locked');
  return row.saved_at;
};
