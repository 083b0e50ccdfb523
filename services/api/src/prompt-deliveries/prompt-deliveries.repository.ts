import type { PromptDelivery } from '@convomatic/contracts';
import type { Knex } from 'knex';
import type { SessionScope } from '../platform/scopes.ts';

const publicDelivery = `d.id, d.session_id, d.prompt_id, d.rank, d.body, d.asset, d.recipient_user_id, d.due_at,
  d.delivered_at, d.seq`;

/** Whose own deliveries are read beside those for all; null for everybody's, which is for researchers. */
export type Reader = { user_id: number | null };

/** What a session was given so far, in order of time. */
export const listDelivered = async (
  trx: Knex,
  { session_id, team_id }: SessionScope,
  { user_id }: Reader,
): Promise<PromptDelivery[]> => {
  const { rows } = await trx.raw<{ rows: PromptDelivery[] }>(
    `select ${publicDelivery} from prompt_deliveries d
     where d.session_id = :session_id and d.team_id = :team_id and d.delivered_at is not null
       and (:user_id::bigint is null or d.recipient_user_id is null or d.recipient_user_id = :user_id)
     order by d.delivered_at, d.id`,
    { session_id, team_id, user_id },
  );
  return rows;
};

export type DueDelivery = Pick<PromptDelivery, 'id' | 'session_id' | 'recipient_user_id'> & {
  team_id: number;
  room: string;
};

/** Those that can be given now, and those that wait because their session pauses. */
export type Deliverable = { due: DueDelivery[]; waiting: number[] };

type Locked = DueDelivery & { state: 'active' | 'paused' };

/**
 * What is not given yet, in sessions that are not over, to all or to somebody who is still there. The sessions stay
 * locked against closing and pausing until the transaction ends.
 */
export const lockDeliverable = async (trx: Knex, ids: number[]): Promise<Deliverable> => {
  await trx.raw(
    `select s.id from sessions s
     where s.id in (select session_id from prompt_deliveries where id = any(?::bigint[]))
     order by s.id for share`,
    [ids],
  );
  const { rows } = await trx.raw<{ rows: Locked[] }>(
    `select d.id, d.session_id, d.recipient_user_id, d.team_id, d.room, s.state
     from prompt_deliveries d join sessions s on s.id = d.session_id
     where d.id = any(?::bigint[]) and d.delivered_at is null and s.state in ('active', 'paused')
       and (d.recipient_user_id is null or exists (select from memberships m
         where m.group_id = d.session_id and m.user_id = d.recipient_user_id and m.left_at is null))
     order by d.due_at, d.rank, d.id`,
    [ids],
  );
  const { active = [], paused = [] } = Object.groupBy(rows, ({ state }) => state);
  return { due: active, waiting: paused.map(({ id }) => id) };
};

/** What should have been given to these sessions by now, and was not. */
export const listOverdue = async (trx: Knex, sessionIds: number[]): Promise<number[]> => {
  const { rows } = await trx.raw<{ rows: { id: number }[] }>(
    `select id from prompt_deliveries
     where session_id = any(?::bigint[]) and delivered_at is null and due_at <= clock_timestamp()`,
    [sessionIds],
  );
  return rows.map(({ id }) => id);
};

export const markDelivered = async (
  trx: Knex,
  numbers: { id: number; seq: number }[],
): Promise<PromptDelivery[]> => {
  const { rows } = await trx.raw<{ rows: PromptDelivery[] }>(
    `update prompt_deliveries d set delivered_at = clock.at, seq = n.seq
     from jsonb_to_recordset(?::jsonb) as n(id bigint, seq bigint), (select clock_timestamp() as at) as clock
     where d.id = n.id
     returning ${publicDelivery}`,
    [JSON.stringify(numbers)],
  );
  return rows;
};
