import type { Knex } from 'knex';
import type { TeamScope } from '../platform/scopes.ts';
import type { Seat } from './erasures.repository.ts';

/** What stands where a name was. */
const noName = 'Erased';

type Counted = { rowCount: number };

/** Notes about the person or what they said, before it is known no more which that was. */
export const deleteNotes = async (trx: Knex, { team_id }: TeamScope, seat: Seat): Promise<number> => {
  const { rowCount } = await trx.raw<Counted>(
    `delete from notes n where n.team_id = :team_id and (n.participant_id = :id or n.message_id in (
       select m.id from messages m where m.session_id = :session_id
         and (m.sender_user_id = :user_id or m.recipient_user_id = :user_id)))`,
    { ...seat, team_id },
  );
  return rowCount;
};

/** The row stays, with its number: `erased` is its type, so that every reader says so. */
export const emptyMessages = async (trx: Knex, { team_id }: TeamScope, seat: Seat): Promise<number> => {
  const { rowCount } = await trx.raw<Counted>(
    `update messages set body = '', type = 'erased', attachment_id = null,
       sender_name = case when sender_user_id = :user_id then :noName else sender_name end,
       sender_avatar_url = case when sender_user_id = :user_id then null else sender_avatar_url end
     where session_id = :session_id and team_id = :team_id
       and (sender_user_id = :user_id or recipient_user_id = :user_id)`,
    { ...seat, team_id, noName },
  );
  return rowCount;
};

/** Name, metadata and the ways in. What a person is in audits and exports is a number and a random id. */
export const emptySeat = async (trx: Knex, { team_id }: TeamScope, seat: Seat): Promise<number> => {
  await trx.raw(
    `update participants set name = null, metadata = '{}', removed_reason = null, updated_at = clock_timestamp()
     where id = :id and team_id = :team_id`,
    { ...seat, team_id },
  );
  await trx.raw(
    `update memberships set name = :noName, updated_at = clock_timestamp()
     where group_id = :session_id and user_id = :user_id`,
    { ...seat, noName },
  );
  await trx.raw('delete from attention_checks where participant_id = ?', [seat.id]);
  const { rowCount } = await trx.raw<Counted>('delete from absences where participant_id = ?', [seat.id]);
  return rowCount;
};

export const deleteTokens = async (trx: Knex, seat: Seat): Promise<number[]> => {
  const { rows } = await trx.raw<{ rows: { id: number }[] }>(
    'delete from participant_tokens where participant_id = ? returning id',
    [seat.id],
  );
  return rows.map(({ id }) => id);
};

/** Also where they stand among the metadata under another name. */
export const deleteExternalIds = async (trx: Knex, { team_id }: TeamScope, seat: Seat): Promise<number> => {
  await trx.raw(
    `update participants p set metadata = coalesce((
         select jsonb_object_agg(key, value) from jsonb_each(p.metadata) where value #>> '{}' not in (
           select external_id from external_ids where user_id = p.user_id and team_id = :team_id)), '{}'),
       updated_at = clock_timestamp()
     where p.user_id = :user_id and p.team_id = :team_id`,
    { ...seat, team_id },
  );
  const { rowCount } = await trx.raw<Counted>('delete from external_ids where user_id = ? and team_id = ?', [
    seat.user_id,
    team_id,
  ]);
  return rowCount;
};
