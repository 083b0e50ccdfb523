import type { PromptDelivery } from '@convomatic/contracts';
import type { Knex } from 'knex';
import type { SessionScope } from '../platform/scopes.ts';

const publicDelivery = `d.id, d.session_id, d.prompt_id, d.rank, d.body, d.asset, d.recipient_user_id, d.due_at,
  d.delivered_at, d.seq`;

/** What a session was given so far, in order of `seq`. */
export const listDelivered = async (
  trx: Knex,
  { session_id, team_id }: SessionScope,
): Promise<PromptDelivery[]> => {
  const { rows } = await trx.raw<{ rows: PromptDelivery[] }>(
    `select ${publicDelivery} from prompt_deliveries d
     where d.session_id = ? and d.team_id = ? and d.delivered_at is not null order by d.seq`,
    [session_id, team_id],
  );
  return rows;
};

export type DueDelivery = { id: number; session_id: number; team_id: number };

/**
 * Which of these may be given: not given yet, in a session that is active. The sessions stay locked against closing
 * until the transaction ends.
 */
export const lockDeliverable = async (trx: Knex, ids: number[]): Promise<DueDelivery[]> => {
  await trx.raw(
    `select s.id from sessions s
     where s.id in (select session_id from prompt_deliveries where id = any(?::bigint[]))
     order by s.id for share`,
    [ids],
  );
  const { rows } = await trx.raw<{ rows: DueDelivery[] }>(
    `select d.id, d.session_id, d.team_id from prompt_deliveries d join sessions s on s.id = d.session_id
     where d.id = any(?::bigint[]) and d.delivered_at is null and s.state = 'active'
     order by d.due_at, d.rank, d.id`,
    [ids],
  );
  return rows;
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
    `update prompt_deliveries d set delivered_at = clock_timestamp(), seq = n.seq
     from jsonb_to_recordset(?::jsonb) as n(id bigint, seq bigint) where d.id = n.id
     returning ${publicDelivery}`,
    [JSON.stringify(numbers)],
  );
  return rows;
};
