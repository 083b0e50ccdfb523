import type { Knex } from 'knex';

export type Person = { id: number; user_id: number };

/**
 * Asks everybody in these active sessions who is not asked already, until the time that their version gives; each
 * question is a row with a limit of its own. Answers who was asked now.
 */
export const insertChecks = async (trx: Knex, sessionIds: number[]): Promise<Person[]> => {
  const { rows } = await trx.raw<{ rows: Person[] }>(
    `with asked as materialized (
       select p.id, p.user_id, p.team_id, p.session_id, clock.at
         + make_interval(secs => (v.snapshot #>> '{project,attention_limit_ms}')::float8 / 1000) as until
       from participants p join sessions s on s.id = p.session_id join versions v on v.id = s.version_id,
         (select clock_timestamp() as at) as clock
       where s.id = any(?::bigint[]) and p.state = 'active' and p.attention_until is null
       order by p.id for no key update of p
     ), marked as (
       update participants p set attention_until = asked.until, updated_at = clock_timestamp()
       from asked where p.id = asked.id
     ), checked as (
       insert into attention_checks (team_id, session_id, participant_id)
       select team_id, session_id, id from asked returning id, participant_id
     ), due as (
       insert into due_rows (team_id, kind, subject_id, due_at)
       select asked.team_id, 'attention_limit', checked.id, asked.until
       from checked join asked on asked.id = checked.participant_id
     )
     select id, user_id from asked order by id`,
    [sessionIds],
  );
  return rows;
};

/** The next question in these sessions, counted from now. Their due rows are in the hands of this unit. */
export const armNext = async (trx: Knex, sessionIds: number[]): Promise<void> => {
  await trx.raw(
    `update due_rows d set done_at = null, retry_at = null, tries = 0, due_at = clock_timestamp()
       + make_interval(secs => (v.snapshot #>> '{project,attention_every_ms}')::float8 / 1000)
     from sessions s join versions v on v.id = s.version_id
     where d.kind = 'attention' and d.subject_id = s.id and s.id = any(?::bigint[])`,
    [sessionIds],
  );
};

/** Until when the last of those who are asked in this session may answer. */
export const findAttentionUntil = async (trx: Knex, sessionId: number): Promise<string | undefined> => {
  const { rows } = await trx.raw<{ rows: { until: string | null }[] }>(
    `select iso(max(attention_until)) as until from participants where session_id = ? and state = 'active'`,
    [sessionId],
  );
  return rows[0]?.until ?? undefined;
};

export type Missed = { participant_id: number; session_id: number };

/** Those of these questions that nobody has answered, and whose person is still in the session. */
export const listUnanswered = async (trx: Knex, checkIds: number[]): Promise<(Missed & { id: number })[]> => {
  const { rows } = await trx.raw<{ rows: (Missed & { id: number })[] }>(
    `select c.id, c.participant_id, c.session_id from attention_checks c
     join participants p on p.id = c.participant_id and p.state = 'active' and p.session_id = c.session_id
     where c.id = any(?::bigint[]) and c.answered_at is null order by c.id`,
    [checkIds],
  );
  return rows;
};

/** Nobody where nobody asked. */
export const updateAnswered = async (trx: Knex, participantId: number): Promise<Person | undefined> => {
  const { rows } = await trx.raw<{ rows: Person[] }>(
    `with answered as (
       update attention_checks set answered_at = clock_timestamp() where participant_id = :id and answered_at is null
     )
     update participants set attention_until = null, updated_at = clock_timestamp()
     where id = :id and attention_until is not null returning id, user_id`,
    { id: participantId },
  );
  return rows[0];
};

export const findSessionOf = async (trx: Knex, participantId: number): Promise<number | null> => {
  const row = await trx('participants')
    .where({ id: participantId })
    .first<{ session_id: number | null } | undefined>('session_id');
  return row?.session_id ?? null;
};
