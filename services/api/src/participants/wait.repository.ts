import type { ParticipantState } from '@convomatic/contracts/names';
import type { Knex } from 'knex';

/** Before the people themselves are locked, as everywhere: the scheduler does it in this order, too. */
export const lockWaitingLimits = async (trx: Knex, ids: number[]): Promise<void> => {
  await trx.raw(
    `select from due_rows where kind = 'waiting_limit' and subject_id = any(?::bigint[]) order by id for update`,
    [ids],
  );
};

/** Makes the waiting limit of each of them due at the time that now stands with them. */
export const moveWaitingLimits = async (trx: Knex, ids: number[]): Promise<void> => {
  await trx.raw(
    `insert into due_rows (team_id, kind, subject_id, due_at)
     select team_id, 'waiting_limit', id, waiting_until from participants where id = any(?::bigint[]) order by id
     on conflict (kind, subject_id)
       do update set due_at = excluded.due_at, done_at = null, retry_at = null, tries = 0`,
    [ids],
  );
};

export type Standing = {
  id: number;
  user_id: number;
  team_id: number;
  state: ParticipantState;
  version_id: number;
  version_number: number;
  /** Null where nobody may ask to wait longer. */
  waiting_extension_ms: number | null;
};

/** How somebody stands, with what their version says of waiting; locked. */
export const lockParticipant = async (trx: Knex, id: number): Promise<Standing | undefined> => {
  const { rows } = await trx.raw<{ rows: Standing[] }>(
    `select p.id, p.user_id, p.team_id, p.state, p.version_id, v.number as version_number,
       (v.snapshot #>> '{project,waiting_extension_ms}')::float8 as waiting_extension_ms
     from participants p join versions v on v.id = p.version_id
     where p.id = ? for no key update of p`,
    [id],
  );
  return rows[0];
};

/** Into the queue, at its end, for as long as the version of this person says. */
export const updateWaiting = async (trx: Knex, id: number): Promise<void> => {
  await trx.raw(
    `update participants p
     set state = 'waiting', waiting_since = clock.at, updated_at = clock.at, waiting_until = clock.at
         + make_interval(secs => (v.snapshot #>> '{project,waiting_limit_ms}')::float8 / 1000)
     from versions v, (select clock_timestamp() as at) as clock where v.id = p.version_id and p.id = ?`,
    [id],
  );
};

export const updateWaitingUntil = async (trx: Knex, id: number, extension_ms: number): Promise<void> => {
  await trx.raw(
    `update participants
     set waiting_until = waiting_until + make_interval(secs => ?::float8 / 1000), updated_at = clock_timestamp()
     where id = ?`,
    [extension_ms, id],
  );
};
