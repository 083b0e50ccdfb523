import type { Message } from '@convomatic/contracts';
import { messagePageSize } from '@convomatic/contracts/names';
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

export type Page = { before?: number | undefined; after?: number | undefined };

/** The first ones above `after`, else the last ones (below `before`); in order of `seq` either way. */
export const listMessages = async (
  trx: Knex,
  { session_id, team_id }: SessionScope,
  { before, after }: Page = {},
): Promise<{ messages: Message[]; more: boolean }> => {
  const forward = after !== undefined;
  const query = trx<Message & SessionScope>('messages')
    .where({ session_id, team_id })
    .orderBy('seq', forward ? 'asc' : 'desc')
    .limit(messagePageSize + 1)
    .select(...columns);
  if (forward) query.where('seq', '>', after);
  if (before !== undefined) query.where('seq', '<', before);
  const rows = await query;
  const messages = rows.slice(0, messagePageSize);
  return { messages: forward ? messages : messages.reverse(), more: rows.length > messagePageSize };
};

type ClientMessage = { session_id: number; sender_user_id: number; client_id: string };

export const findMessage = async (knex: Knex, key: ClientMessage): Promise<Message | undefined> =>
  knex<Message>('messages')
    .where(key)
    .first(...columns);
