import type { Message } from '@convomatic/contracts';
import type { Knex } from 'knex';
import type { SessionScope, TeamScope } from '../platform/scopes.ts';

export type Spoken = {
  client_id: string;
  type: string;
  body: string;
  client_at: string | null;
  sender_user_id: number;
  sender_name: string;
};

/** Where a message goes, and the number that its event will have there. */
export type Addressed = {
  team_id: number;
  session_id: number;
  room: string;
  seq: number;
  recipient_user_id: number | null;
};

const columns = [
  ...['id', 'session_id', 'seq', 'client_id', 'recipient_user_id', 'sender_user_id', 'sender_name'],
  ...['sender_avatar_url', 'sender_role', 'type', 'body', 'attachment_id', 'client_at', 'received_at'],
  'delivered_at',
];

/** In order of session. The rooms are locked by this unit. */
export const insertModeratorMessages = async (
  trx: Knex,
  spoken: Spoken,
  addressed: Addressed[],
): Promise<Message[]> => {
  const now = trx.raw('clock_timestamp()');
  const rows = addressed.map((place) => ({
    ...spoken,
    ...place,
    sender_role: 'moderator',
    received_at: now,
    delivered_at: now,
  }));
  return trx('messages').insert(rows).returning<Message[]>(columns);
};

/** Whether somebody is in this session now. */
export const isMember = async (trx: Knex, { session_id }: SessionScope, userId: number): Promise<boolean> => {
  const row = await trx('memberships')
    .where({ group_id: session_id, user_id: userId })
    .whereNull('left_at')
    .first<{ id: number } | undefined>('id');
  return row !== undefined;
};

/** The sessions of a project that are not over and in which this was not said before, locked. */
export const lockUnaddressed = async (
  trx: Knex,
  { team_id }: TeamScope,
  {
    project_id,
    client_id,
    sender_user_id,
  }: { project_id: number; client_id: string; sender_user_id: number },
): Promise<number[]> => {
  const { rows } = await trx.raw<{ rows: { id: number }[] }>(
    `select s.id from sessions s
     where s.team_id = :team_id and s.project_id = :project_id and s.state in ('active', 'paused')
       and not exists (select from messages m
         where m.session_id = s.id and m.sender_user_id = :sender_user_id and m.client_id = :client_id::uuid)
     order by s.id for no key update`,
    { team_id, project_id, client_id, sender_user_id },
  );
  return rows.map(({ id }) => id);
};
