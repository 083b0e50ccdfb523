import type { Knex } from 'knex';

export const dueKinds = ['prompt', 'session_end', 'waiting_limit'] as const;
export type DueKind = (typeof dueKinds)[number];

export type DueRow = {
  id: number;
  kind: DueKind;
  /** Milliseconds from now; negative when late. */ in_ms: number;
};

/** What is due within this time, soonest first, by the clock of the database. */
export const listDueSoon = async (knex: Knex, withinMs: number, limit: number): Promise<DueRow[]> => {
  const { rows } = await knex.raw<{ rows: DueRow[] }>(
    `select id, kind, extract(epoch from due_at - clock_timestamp())::float8 * 1000 as in_ms from due_rows
     where done_at is null and due_at <= clock_timestamp() + make_interval(secs => ?::float8 / 1000)
     order by due_at limit ?`,
    [withinMs, limit],
  );
  return rows;
};

export type ClaimedRow = { id: number; subject_id: number; due_at: string };

/** Takes those which are really due, not done, and in no other worker's hands; they are ours until the commit. */
export const claimDueRows = async (
  trx: Knex,
  { kind, ids }: { kind: DueKind; ids: number[] },
): Promise<ClaimedRow[]> => {
  const { rows } = await trx.raw<{ rows: ClaimedRow[] }>(
    `select id, subject_id, due_at from due_rows
     where id = any(?::bigint[]) and kind = ? and done_at is null and due_at <= clock_timestamp()
     order by due_at, id for update skip locked`,
    [ids, kind],
  );
  return rows;
};

export const markDone = async (trx: Knex, ids: number[]): Promise<void> => {
  await trx.raw('update due_rows set done_at = clock_timestamp() where id = any(?::bigint[])', [ids]);
};
