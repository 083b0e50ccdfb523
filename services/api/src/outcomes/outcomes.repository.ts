import type { ClosingReason, Outcome, ParticipantState, SessionState } from '@convomatic/contracts/names';
import type { Knex } from 'knex';
import type { SessionScope } from '../platform/scopes.ts';

export type SessionRow = { id: number; team_id: number; state: SessionState };

/** In order of id, so that two who lock the same sessions wait for each other instead of for ever. */
export const lockSessions = async (trx: Knex, ids: number[]): Promise<SessionRow[]> => {
  const { rows } = await trx.raw<{ rows: SessionRow[] }>(
    `select id, team_id, state from sessions where id = any(?::bigint[]) order by id for no key update`,
    [ids],
  );
  return rows;
};

/** One that its team wants to end. */
export const lockSession = async (
  trx: Knex,
  { session_id, team_id }: SessionScope,
): Promise<SessionRow | undefined> =>
  trx('sessions')
    .where({ id: session_id, team_id })
    .forNoKeyUpdate()
    .first<SessionRow | undefined>('id', 'team_id', 'state');

export const updateClosed = async (trx: Knex, ids: number[], reason: ClosingReason): Promise<void> => {
  await trx.raw(
    `update sessions set state = 'closed', closed_reason = ?, closed_at = clock_timestamp(), updated_at = clock_timestamp()
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
     set state = 'finished', outcome = ?, finished_at = clock_timestamp(), updated_at = clock_timestamp()
     from ending where p.id = ending.id returning p.id, p.user_id`,
    [by, ids, from, outcome],
  );
  return rows.toSorted((left, right) => left.id - right.id);
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
