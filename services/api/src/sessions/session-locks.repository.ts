import type { SessionState } from '@convomatic/contracts/names';
import type { Knex } from 'knex';
import type { SessionScope } from '../platform/scopes.ts';

export type SessionRow = { id: number; team_id: number; state: SessionState };

/**
 * In order of id, so that two who lock the same sessions wait for each other instead of for ever. Before it come due
 * rows, after it participants and rooms.
 */
export const lockSessions = async (trx: Knex, ids: number[]): Promise<SessionRow[]> => {
  const { rows } = await trx.raw<{ rows: SessionRow[] }>(
    `select id, team_id, state from sessions where id = any(?::bigint[]) order by id for no key update`,
    [ids],
  );
  return rows;
};

/** One that its team wants to change. */
export const lockSession = async (
  trx: Knex,
  { session_id, team_id }: SessionScope,
): Promise<SessionRow | undefined> =>
  trx('sessions')
    .where({ id: session_id, team_id })
    .forNoKeyUpdate()
    .first<SessionRow | undefined>('id', 'team_id', 'state');
