import type { Knex } from 'knex';

export const dueKinds = [
  'prompt',
  'session_end',
  'waiting_limit',
  'ready_limit',
  'drop_out',
  'pause_end',
  'attention',
  'attention_limit',
  'run_close',
] as const;
export type DueKind = (typeof dueKinds)[number];

/** Times are milliseconds from now; negative when late. */
export type DueRow = {
  id: number;
  kind: DueKind;
  in_ms: number;
  /** After failures the next try. */ try_in_ms: number;
};

const nextTry = 'coalesce(retry_at, due_at)';

type Window = { kinds: DueKind[]; withinMs: number; limit: number };

/** What is to be done within this time, soonest first, by the clock of the database. */
export const listDueSoon = async (knex: Knex, { kinds, withinMs, limit }: Window): Promise<DueRow[]> => {
  const { rows } = await knex.raw<{ rows: DueRow[] }>(
    `select id, kind, extract(epoch from due_at - clock_timestamp())::float8 * 1000 as in_ms,
       extract(epoch from ${nextTry} - clock_timestamp())::float8 * 1000 as try_in_ms
     from due_rows
     where done_at is null and kind = any(?::text[])
       and ${nextTry} <= clock_timestamp() + make_interval(secs => ?::float8 / 1000)
     order by ${nextTry} limit ?`,
    [kinds, withinMs, limit],
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
     where id = any(?::bigint[]) and kind = ? and done_at is null and ${nextTry} <= clock_timestamp()
     order by due_at, id for update skip locked`,
    [ids, kind],
  );
  return rows;
};

export const markDone = async (trx: Knex, ids: number[]): Promise<void> => {
  await trx.raw('update due_rows set done_at = clock_timestamp() where id = any(?::bigint[])', [ids]);
};

const firstPauseMs = 250;

/** To be tried again, after a pause that doubles each time up to this: so it never stands before what is new. */
export const putOff = async (trx: Knex, ids: number[], longestMs: number): Promise<void> => {
  await trx.raw(
    `update due_rows set done_at = null, tries = tries + 1, retry_at = clock_timestamp()
       + make_interval(secs => least(:longest::float8, :first * 2.0 ^ least(tries, 20)) / 1000)
     where id = any(:ids::bigint[])`,
    { ids, longest: longestMs, first: firstPauseMs },
  );
};
