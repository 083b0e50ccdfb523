import type { ClosingReason, Outcome, ParticipantState } from '@convomatic/contracts/names';
import type { Knex } from 'knex';

export const updateClosed = async (trx: Knex, ids: number[], reason: ClosingReason): Promise<void> => {
  await trx.raw(
    `update sessions set state = 'closed', closed_reason = ?, closed_at = clock_timestamp(), updated_at = clock_timestamp(),
       paused_at = null, pause_reason = null, pause_ends_at = null
     where id = any(?::bigint[])`,
    [reason, ids],
  );
};

export type SeatRow = { id: number; user_id: number; session_id: number | null; state: ParticipantState };

export const findSeat = async (trx: Knex, participantId: number): Promise<SeatRow | undefined> =>
  trx('participants')
    .where({ id: participantId })
    .first<SeatRow | undefined>('id', 'user_id', 'session_id', 'state');

export const lockSeat = async (trx: Knex, participantId: number): Promise<SeatRow | undefined> =>
  trx('participants')
    .where({ id: participantId })
    .forNoKeyUpdate()
    .first<SeatRow | undefined>('id', 'user_id', 'session_id', 'state');

export type Finishing = {
  by: 'id' | 'session_id';
  ids: number[];
  outcome: Outcome;
  /** States from which one can be finished. */
  from: ParticipantState[];
};

/** Those who were finished by this, in order of id. */
export const updateFinished = async (
  trx: Knex,
  { by, ids, outcome, from }: Finishing,
): Promise<{ id: number; user_id: number }[]> => {
  const { rows } = await trx.raw<{ rows: { id: number; user_id: number }[] }>(
    `with ending as materialized (
       select id from participants where ?? = any(?::bigint[]) and state = any(?::text[])
       order by id for no key update)
     update participants p
     set state = 'finished', outcome = ?, finished_at = clock_timestamp(), updated_at = clock_timestamp(),
       attention_until = null
     from ending where p.id = ending.id returning p.id, p.user_id`,
    [by, ids, from, outcome],
  );
  return rows.toSorted((left, right) => left.id - right.id);
};

/** Those of these who have stayed for as long as their version asks, where it asks for something. */
export const listStayedEnough = async (trx: Knex, participantIds: number[]): Promise<Set<number>> => {
  const { rows } = await trx.raw<{ rows: { id: number }[] }>(
    `select p.id from participants p
     join sessions s on s.id = p.session_id
     join versions v on v.id = s.version_id
     left join lateral (
       select min(from_at) as from_at from absences a
       where a.session_id = s.id and a.participant_id = p.id and a.until_at is null
     ) as absence on true
     cross join lateral (select (v.snapshot #>> '{project,minimum_stay_ms}')::float8 / 1000 as seconds) as least
     where p.id = any(?::bigint[]) and least.seconds > 0
       -- The end moves with each pause, so what is left until then tells how much of the talk has passed.
       and least(absence.from_at, s.paused_at, clock_timestamp()) >= s.ends_at - make_interval(secs => s.duration_ms::float8 / 1000 - least.seconds)`,
    [participantIds],
  );
  return new Set(rows.map(({ id }) => id));
};

/** Who is in these sessions and has been away for longer than the grace that their version gives. */
export const listAway = async (trx: Knex, sessionIds: number[]): Promise<number[]> => {
  const { rows } = await trx.raw<{ rows: { id: number }[] }>(
    `select p.id from participants p
     join absences a on a.session_id = p.session_id and a.participant_id = p.id and a.until_at is null
     join sessions s on s.id = p.session_id
     join versions v on v.id = s.version_id
     where p.session_id = any(?::bigint[]) and p.state = 'active' and a.from_at <= clock_timestamp()
       - make_interval(secs => (v.snapshot #>> '{project,drop_out_grace_ms}')::float8 / 1000)
     order by p.id`,
    [sessionIds],
  );
  return rows.map(({ id }) => id);
};

export const updateRemoved = async (
  trx: Knex,
  participantId: number,
  reason: string | null,
): Promise<void> => {
  await trx('participants').where({ id: participantId }).update({ removed_reason: reason });
};

/** Whose participant it is, to ask there whether somebody may remove them; away with the project. */
export const findTeamOfParticipant = async (
  trx: Knex,
  participantId: number,
): Promise<{ team_id: number } | undefined> => {
  const { rows } = await trx.raw<{ rows: { team_id: number }[] }>(
    `select p.team_id from participants p join projects project on project.id = p.project_id
     where p.id = ? and project.deleted_at is null`,
    [participantId],
  );
  return rows[0];
};

export const updateLeft = async (
  trx: Knex,
  { session_id, user_id, reason }: { session_id: number; user_id: number; reason: string },
): Promise<void> => {
  await trx('memberships')
    .where({ group_id: session_id, user_id })
    .whereNull('left_at')
    .update({
      left_at: trx.raw('clock_timestamp()'),
      left_reason: reason,
      updated_at: trx.raw('clock_timestamp()'),
    });
};

/** How many participants are in the session and have not left. */
export const countRemaining = async (trx: Knex, sessionId: number): Promise<number> => {
  const { rows } = await trx.raw<{ rows: [{ count: number }] }>(
    `select count(*)::int as count from memberships
     where group_id = ? and role = 'participant' and left_at is null`,
    [sessionId],
  );
  return rows[0].count;
};
