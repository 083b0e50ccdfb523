import type { DropOutPolicy } from '@convomatic/contracts/names';
import type { Knex } from 'knex';

export type DropOut = {
  absence_id: number;
  session_id: number;
  team_id: number;
  participant_id: number;
  policy: DropOutPolicy;
  pause_ms: number;
};

/** Those of these absences that go on, with what the version of their session does about it. */
export const listDropOuts = async (trx: Knex, absenceIds: number[]): Promise<DropOut[]> => {
  const { rows } = await trx.raw<{ rows: DropOut[] }>(
    `select a.id as absence_id, a.session_id, a.team_id, a.participant_id,
       v.snapshot #>> '{project,drop_out_policy}' as policy,
       (v.snapshot #>> '{project,drop_out_pause_ms}')::bigint as pause_ms
     from absences a join sessions s on s.id = a.session_id join versions v on v.id = s.version_id
     join participants p on p.id = a.participant_id
     where a.id = any(?::bigint[]) and a.until_at is null and p.state = 'active' order by a.id`,
    [absenceIds],
  );
  return rows;
};

/** When the pauses end that these absences began; again where the team let the session go on without them before. */
export const insertPauseEnds = async (trx: Knex, absenceIds: number[]): Promise<void> => {
  await trx.raw(
    `insert into due_rows (team_id, kind, subject_id, due_at)
     select a.team_id, 'pause_end', a.id, s.pause_ends_at
     from absences a join sessions s on s.id = a.session_id where a.id = any(?::bigint[])
     on conflict (kind, subject_id) do update
       set due_at = excluded.due_at, done_at = null, retry_at = null, tries = 0`,
    [absenceIds],
  );
};

/** The sessions of these absences. */
export const listSessionsOf = async (trx: Knex, absenceIds: number[]): Promise<number[]> =>
  trx('absences').whereIn('id', absenceIds).distinct().pluck<number[]>('session_id');

/** Those of these locked sessions whose pause for somebody who dropped out is over. */
export const listPauseOver = async (trx: Knex, sessionIds: number[]): Promise<number[]> => {
  const { rows } = await trx.raw<{ rows: { id: number }[] }>(
    `select id from sessions where id = any(?::bigint[]) and state = 'paused' and pause_reason = 'drop_out'
       and pause_ends_at <= clock_timestamp() order by id`,
    [sessionIds],
  );
  return rows.map(({ id }) => id);
};

/** Who is away from these sessions. */
export const listAbsentIn = async (trx: Knex, sessionIds: number[]): Promise<number[]> => {
  const { rows } = await trx.raw<{ rows: { id: number }[] }>(
    `select p.id from participants p
     where p.session_id = any(?::bigint[]) and p.state = 'active' and exists (
       select from absences a where a.session_id = p.session_id and a.participant_id = p.id and a.until_at is null)
     order by p.id`,
    [sessionIds],
  );
  return rows.map(({ id }) => id);
};

/** Sessions that pause for somebody who dropped out, and in which nobody is away any more. */
export const listComplete = async (knex: Knex): Promise<number[]> => {
  const { rows } = await knex.raw<{ rows: { id: number }[] }>(
    `select s.id from sessions s
     where s.state = 'paused' and s.pause_reason = 'drop_out' and not exists (
       select from absences a join participants p on p.id = a.participant_id and p.state = 'active'
       where a.session_id = s.id and a.until_at is null)
     order by s.id`,
  );
  return rows.map(({ id }) => id);
};
