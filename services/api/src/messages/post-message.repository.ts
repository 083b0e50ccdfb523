import type { Event, Message } from '@convomatic/contracts';
import type { SessionRole } from '@convomatic/contracts/names';
import type { Pool } from 'pg';

/*
 * The hot path of the product: two named prepared statements and no transaction around them, which would cost two
 * thirds of the rate.
 */

export type Said = {
  session_id: number;
  client_id: string;
  type: string;
  body: string;
  client_at: string | null;
};

/** What somebody is to the session, at this time of the database. */
export type Sender = {
  user_id: number;
  team_id: number;
  is_active: boolean;
  name: string;
  role: SessionRole;
  has_said_it: boolean;
  received_at: string;
};

const findSenderText = `
  select m.user_id, s.team_id, s.state = 'active' as is_active, m.name, m.role, clock_timestamp() as received_at,
    exists (select from messages d
      where d.session_id = s.id and d.sender_user_id = m.user_id and d.client_id = $3) as has_said_it
  from sessions s join memberships m on m.group_id = s.id
  where s.id = $1 and m.user_id = $2 and m.left_at is null and s.project_id = coalesce($4, s.project_id)`;

/** A participant's token opens the talks of its own project alone. */
type Asking = { user_id: number; participant: { project_id: number } | null };

export const findSender = async (
  pool: Pool,
  { session_id, client_id }: Pick<Said, 'session_id' | 'client_id'>,
  { user_id, participant }: Asking,
): Promise<Sender | undefined> => {
  const { rows } = await pool.query<Sender>({
    name: 'message-sender',
    text: findSenderText,
    values: [session_id, user_id, client_id, participant?.project_id ?? null],
  });
  return rows[0];
};

/** The number is drawn by the update, which finds no row once the room is closed; its lock makes `at` grow with it. */
const insertMessageText = `
  with numbered as (
    update rooms set seq = seq + 1, updated_at = clock_timestamp() where name = $1 and open and not is_paused
    returning seq, clock_timestamp() as at
  ), message as (
    insert into messages (team_id, session_id, room, seq, client_id, sender_user_id, sender_name, sender_role, type, body,
      client_at, received_at, delivered_at)
    select $2::bigint, $3::bigint, $1, seq, $4::uuid, $5::bigint, $6, $7, $8, $9, $10::timestamptz, $11::timestamptz, at
    from numbered
    returning *
  )
  insert into events (team_id, room, seq, kind, actor_id, subject_user_ids, occurred_at, records)
  select team_id, $1, seq, 'message.created', sender_user_id, array[sender_user_id], delivered_at,
    jsonb_build_object('messages', jsonb_build_array(jsonb_build_object(
      'id', id, 'session_id', session_id, 'seq', seq, 'client_id', client_id,
      'recipient_user_id', recipient_user_id, 'sender_user_id', sender_user_id, 'sender_name', sender_name, 'sender_avatar_url', sender_avatar_url,
      'sender_role', sender_role, 'type', type, 'body', body, 'attachment_id', attachment_id,
      'client_at', iso(client_at), 'received_at', iso(received_at), 'delivered_at', iso(delivered_at))))
  from message
  returning room, team_id, seq, id, iso(occurred_at) as at, kind, records`;

type MessageEvent = Event & { records: { messages: [Message] } };

/** Message, number and event in one statement; undefined when the room takes nothing any more, or nothing now. */
export const insertMessage = async (
  pool: Pool,
  { room, said, sender }: { room: string; said: Said; sender: Sender },
): Promise<MessageEvent | undefined> => {
  const { rows } = await pool.query<MessageEvent>({
    name: 'message-insert',
    text: insertMessageText,
    values: [
      room,
      sender.team_id,
      said.session_id,
      said.client_id,
      sender.user_id,
      sender.name,
      sender.role,
      said.type,
      said.body,
      said.client_at,
      sender.received_at,
    ],
  });
  return rows[0];
};
