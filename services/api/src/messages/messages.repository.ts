import type { Message } from '@convomatic/contracts';
import { groupRoom, messagePageSize } from '@convomatic/contracts/names';
import type { Knex } from 'knex';
import type { SessionScope } from '../platform/scopes.ts';

const columns = [
  'id',
  'session_id',
  'seq',
  'client_id',
  'recipient_user_id',
  'sender_user_id',
  'sender_name',
  'sender_avatar_url',
  'sender_role',
  'type',
  'body',
  'attachment_id',
  'client_at',
  'received_at',
  'delivered_at',
] as const;

export type Page = {
  before?: number | undefined;
  after?: number | undefined;
  /** Whose own messages are read beside those for all; null for everybody's, which is for researchers. */
  user_id: number | null;
};

type Main = { messages: Message[]; more: boolean };

/** Those for everybody, which the session's room numbers, in order of `seq`. */
const listForAll = async (
  trx: Knex,
  { session_id, team_id }: SessionScope,
  { before, after }: Page,
): Promise<Main> => {
  const forward = after !== undefined;
  const query = trx<Message & SessionScope & { room: string }>('messages')
    .where({ room: groupRoom(session_id), team_id })
    .orderBy('seq', forward ? 'asc' : 'desc')
    .limit(messagePageSize + 1)
    .select(...columns);
  if (forward) query.where('seq', '>', after);
  if (before !== undefined) query.where('seq', '<', before);
  const rows = await query;
  const messages = rows.slice(0, messagePageSize);
  return { messages: forward ? messages : messages.reverse(), more: rows.length > messagePageSize };
};

/** From this message on, or to this one; null for no bound. The page beside it takes the rest. */
type Span = { fromId: number | null; toId: number | null; page: Page };

/** Those for one person, which fall between these: another room numbers them, so that their time says where they stand. */
const listForOne = async (
  trx: Knex,
  { session_id, team_id }: SessionScope,
  { fromId, toId, page: { before, after, user_id } }: Span,
): Promise<Message[]> => {
  const { rows } = await trx.raw<{ rows: Message[] }>(
    `with bound as (
       select
         (select delivered_at from messages where id = :fromId) as from_at,
         (select delivered_at from messages where id = :toId) as to_at,
         (select delivered_at from messages where room = :room and seq <= :after order by seq desc limit 1) as after_at,
         (select delivered_at from messages where room = :room and seq >= :before order by seq limit 1) as before_at
     )
     select ${columns.map((column) => `m.${column}`).join(', ')} from messages m, bound
     where m.session_id = :session_id and m.team_id = :team_id and m.recipient_user_id is not null
       and (:user_id::bigint is null or m.recipient_user_id = :user_id)
       and (from_at is null or m.delivered_at >= from_at) and (to_at is null or m.delivered_at < to_at)
       and (after_at is null or m.delivered_at >= after_at) and (before_at is null or m.delivered_at < before_at)`,
    {
      ...{ session_id, team_id, user_id, fromId, toId },
      ...{ room: groupRoom(session_id), after: after ?? null, before: before ?? null },
    },
  );
  return rows;
};

/** Within one millisecond by id, which grows with the number in a room. */
const byTime = (one: Message, other: Message): number =>
  Date.parse(one.delivered_at) - Date.parse(other.delivered_at) || one.id - other.id;

/** The first ones above `after`, else the last ones (below `before`); in order of time either way. */
export const listMessages = async (trx: Knex, scope: SessionScope, page: Page): Promise<Main> => {
  const { messages, more } = await listForAll(trx, scope, page);
  const forward = page.after !== undefined;
  const span = {
    page,
    fromId: more && !forward ? (messages[0]?.id ?? null) : null,
    toId: more && forward ? (messages.at(-1)?.id ?? null) : null,
  };
  const own = await listForOne(trx, scope, span);
  return { messages: own.length === 0 ? messages : [...messages, ...own].sort(byTime), more };
};

type ClientMessage = { session_id: number; sender_user_id: number; client_id: string };

export const findMessage = async (knex: Knex, key: ClientMessage): Promise<Message | undefined> =>
  knex<Message>('messages')
    .where(key)
    .first(...columns);
