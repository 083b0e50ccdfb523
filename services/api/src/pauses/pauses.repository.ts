import type { PauseReason } from '@convomatic/contracts/names';
import type { Knex } from 'knex';

export type Pause = {
  reason: PauseReason;
  /** For how long at most; null for as long as the team wants. */ limitMs: number | null;
};

export const updatePaused = async (trx: Knex, ids: number[], { reason, limitMs }: Pause): Promise<void> => {
  await trx.raw(
    `update sessions s set state = 'paused', paused_at = clock.at, pause_reason = :reason, updated_at = clock.at,
       pause_ends_at = clock.at + make_interval(secs => :limit::float8 / 1000)
     from (select clock_timestamp() as at) as clock where s.id = any(:ids::bigint[])`,
    { ids, reason, limit: limitMs },
  );
};

/** What people say is refused by the room, which every message asks for its number. The room is locked by this unit. */
export const updateRoomPaused = async (trx: Knex, rooms: string[], isPaused: boolean): Promise<void> => {
  await trx('rooms').whereIn('name', rooms).update({ is_paused: isPaused });
};

export type SessionTime = { id: number; session_id: number };

/**
 * What is still to come in these sessions, locked: before the sessions, because whoever does what is due has them in
 * that order, too. The end of a pause is no part of it, nor what begins only after this.
 */
export const lockTimes = async (trx: Knex, sessionIds: number[]): Promise<SessionTime[]> => {
  const { rows } = await trx.raw<{ rows: SessionTime[] }>(
    `with time as (
       select 'prompt' as kind, id as subject_id, session_id from prompt_deliveries
       where session_id = any(:ids::bigint[]) and delivered_at is null
       union all
       select 'drop_out', id, session_id from absences where session_id = any(:ids::bigint[]) and until_at is null
       union all
       select 'attention_limit', id, session_id from attention_checks
       where session_id = any(:ids::bigint[]) and answered_at is null
       union all
       select kind, id, id from unnest(:ids::bigint[]) as id, unnest(array['session_end', 'attention']) as kind
     )
     select d.id, time.session_id from due_rows d join time on time.kind = d.kind and time.subject_id = d.subject_id
     where d.done_at is null order by d.id for update of d`,
    { ids: sessionIds },
  );
  return rows;
};

/** Everything that is still to come is later by exactly the time that each session paused. */
export const updateResumed = async (trx: Knex, ids: number[], times: SessionTime[]): Promise<void> => {
  await trx.raw(
    `with pause as materialized (
       select id, paused_at, clock_timestamp() - paused_at as span from sessions where id = any(:ids::bigint[])
     ), time as (
       select * from jsonb_to_recordset(:times::jsonb) as t(id bigint, session_id bigint)
     ), resumed as (
       update sessions s set state = 'active', ends_at = ends_at + span, updated_at = clock_timestamp(),
         paused_at = null, pause_reason = null, pause_ends_at = null
       from pause where s.id = pause.id
     ), delivery as (
       update prompt_deliveries d set due_at = due_at + span
       from pause where d.session_id = pause.id and d.delivered_at is null
     ), asked as (
       update participants p set attention_until = attention_until + span, updated_at = clock_timestamp()
       from pause where p.session_id = pause.id and p.state = 'active' and p.attention_until > pause.paused_at
     )
     update due_rows d set due_at = due_at + span, retry_at = null, tries = 0
     from time join pause on pause.id = time.session_id where d.id = time.id and d.done_at is null`,
    { ids, times: JSON.stringify(times) },
  );
};
