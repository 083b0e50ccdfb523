import type { Absence } from '@convomatic/contracts';
import type { Knex } from 'knex';
import type { SessionScope } from '../platform/scopes.ts';

const publicAbsence = `a.id, a.session_id, a.user_id, a.cause, a.from_at, a.until_at`;

export const listAbsences = async (trx: Knex, { session_id, team_id }: SessionScope): Promise<Absence[]> => {
  const { rows } = await trx.raw<{ rows: Absence[] }>(
    `select ${publicAbsence} from absences a where a.session_id = ? and a.team_id = ? order by a.from_at, a.id`,
    [session_id, team_id],
  );
  return rows;
};

/** Of ids that a unit of work has at hand. */
export const findAbsences = async (trx: Knex, ids: number[]): Promise<(Absence & { team_id: number })[]> => {
  const { rows } = await trx.raw<{ rows: (Absence & { team_id: number })[] }>(
    `select ${publicAbsence}, a.team_id from absences a where a.id = any(?::bigint[]) order by a.id`,
    [ids],
  );
  return rows;
};

export type Talker = {
  session_id: number;
  project_id: number;
  participant_id: number;
  user_id: number;
  /** Of the absence that goes on, when there is one because of the connection. */
  absence_id: number | null;
  /** Whether the person counts as gone for whatever cause. */
  is_gone: boolean;
};

/** Everybody who is in a session that is not over. */
export const listTalkers = async (knex: Knex): Promise<Talker[]> => {
  const { rows } = await knex.raw<{ rows: Talker[] }>(
    `select s.id as session_id, s.project_id, p.id as participant_id, p.user_id,
       case when a.cause = 'connection' then a.id end as absence_id, a.id is not null as is_gone
     from sessions s
     join participants p on p.session_id = s.id and p.state = 'active'
     left join absences a on a.session_id = s.id and a.participant_id = p.id and a.until_at is null
     where s.state in ('active', 'paused') order by s.id, p.id`,
  );
  return rows;
};

export type Gone = {
  participant_id: number;
  cause: Absence['cause'];
  /** Since so many milliseconds. */ away_ms: number;
};

/**
 * Begins the absences of those who are in a session now, and not gone already; what is left of their grace is due
 * where the session's version does something then. Answers the new absences.
 */
export const insertAbsences = async (trx: Knex, gone: Gone[]): Promise<number[]> => {
  const { rows } = await trx.raw<{ rows: { id: number }[] }>(
    `with gone as (
       select * from jsonb_to_recordset(?::jsonb) as g(participant_id bigint, cause text, away_ms float8)
     ), begun as (
       insert into absences (team_id, session_id, participant_id, user_id, cause, from_at)
       select s.team_id, s.id, p.id, p.user_id, gone.cause,
         greatest(s.started_at, clock_timestamp() - make_interval(secs => away_ms / 1000))
       from gone join participants p on p.id = gone.participant_id join sessions s on s.id = p.session_id
       where p.state = 'active' and s.state in ('active', 'paused')
       on conflict (session_id, participant_id) where until_at is null do nothing
       returning id, team_id, session_id, cause, from_at
     ), due as (
       insert into due_rows (team_id, kind, subject_id, due_at)
       select begun.team_id, 'drop_out', begun.id,
         begun.from_at + make_interval(secs => (v.snapshot #>> '{project,drop_out_grace_ms}')::float8 / 1000)
       from begun join sessions s on s.id = begun.session_id join versions v on v.id = s.version_id
       where begun.cause = 'connection' and v.snapshot #>> '{project,drop_out_policy}' <> 'carry_on'
     )
     select id from begun`,
    [JSON.stringify(gone)],
  );
  return rows.map(({ id }) => id);
};

/** Ends those of these absences that go on, in sessions that are not over; answers which. */
export const endAbsences = async (trx: Knex, ids: number[]): Promise<number[]> => {
  const { rows } = await trx.raw<{ rows: { id: number }[] }>(
    `update absences a set until_at = clock_timestamp() from sessions s
     where a.id = any(?::bigint[]) and a.until_at is null and s.id = a.session_id and s.state in ('active', 'paused')
     returning a.id`,
    [ids],
  );
  return rows.map(({ id }) => id);
};

/** The absences that go on of these participants. */
export const listOpenAbsences = async (
  trx: Knex,
  participantIds: number[],
): Promise<{ id: number; cause: Absence['cause'] }[]> => {
  const { rows } = await trx.raw<{ rows: { id: number; cause: Absence['cause'] }[] }>(
    `select id, cause from absences where participant_id = any(?::bigint[]) and until_at is null order by id`,
    [participantIds],
  );
  return rows;
};
