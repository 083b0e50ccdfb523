import type { Knex } from 'knex';
import type { TeamScope } from '../platform/scopes.ts';

export const updateClosed = async (trx: Knex, { team_id }: TeamScope, id: number): Promise<void> => {
  const now = trx.raw('clock_timestamp()');
  await trx('runs').where({ id, team_id }).whereNull('closed_at').update({ closed_at: now, updated_at: now });
};

/** Sets, or moves, the time at which a run closes by itself. A row that was done is to be done again. */
export const armClose = async (
  trx: Knex,
  { team_id }: TeamScope,
  { id, closes_at }: { id: number; closes_at: string },
): Promise<void> => {
  await trx.raw(
    `insert into due_rows (team_id, kind, subject_id, due_at) values (?, 'run_close', ?, ?)
     on conflict (kind, subject_id) do update
       set due_at = excluded.due_at, done_at = null, retry_at = null, tries = 0`,
    [team_id, id, closes_at],
  );
};

type Closing = { id: number; team_id: number; project_id: number; is_over: boolean };

/**
 * Runs that are not closed, locked, and whether their time is over. What somebody else holds is left out instead of
 * waited for: who moves a closing time holds the run and wants its due row, which the worker has.
 */
export const lockClosing = async (trx: Knex, ids: number[]): Promise<Closing[]> => {
  const { rows } = await trx.raw<{ rows: Closing[] }>(
    `select id, team_id, project_id, coalesce(closes_at <= clock_timestamp(), false) as is_over from runs
     where id = any(?::bigint[]) and closed_at is null order by id for update skip locked`,
    [ids],
  );
  return rows;
};

/** Those of these that are not closed. */
export const listUnclosed = async (trx: Knex, ids: number[]): Promise<number[]> => {
  const { rows } = await trx.raw<{ rows: { id: number }[] }>(
    'select id from runs where id = any(?::bigint[]) and closed_at is null',
    [ids],
  );
  return rows.map(({ id }) => id);
};
