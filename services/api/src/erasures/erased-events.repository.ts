import { groupRoom, userRoom } from '@convomatic/contracts/names';
import type { Knex } from 'knex';
import type { TeamScope } from '../platform/scopes.ts';
import type { Seat } from './erasures.repository.ts';

/** Everywhere that something was told of the person: the own room, the team's, and all of the session's people. */
export const listRooms = async (trx: Knex, { team_id }: TeamScope, seat: Seat): Promise<string[]> => {
  const own = [userRoom(seat.user_id), groupRoom(team_id)];
  if (seat.session_id === null) return own;
  const { rows } = await trx.raw<{ rows: { user_id: number }[] }>(
    'select user_id from memberships where group_id = ?',
    [seat.session_id],
  );
  return [...new Set([...own, groupRoom(seat.session_id), ...rows.map(({ user_id }) => userRoom(user_id))])];
};

/**
 * Whether one record of an event is of the person: the seat itself, what was said by or to the person there, and notes
 * about it. What somebody does in other projects is not touched.
 */
const isTheirs = `coalesce(
  item -> 'participant_id' = to_jsonb(:id::bigint)
  or (noun = 'notes' and (item ->> 'message_id')::bigint in (
    select m.id from messages m where m.session_id = :session_id
      and (m.sender_user_id = :user_id or m.recipient_user_id = :user_id)))
  or (noun <> 'prompt_deliveries'
    and to_jsonb(:user_id::bigint) in (item -> 'user_id', item -> 'sender_user_id', item -> 'recipient_user_id')
    and (coalesce(item -> 'project_id' = to_jsonb(:project_id::bigint), false)
      or coalesce(to_jsonb(:session_id::bigint) in (item -> 'session_id', item -> 'group_id'), false))),
  false)`;

const items = `jsonb_array_elements(case jsonb_typeof(list) when 'array' then list else '[]' end) as item`;

/** Takes the person's records out of events. The events stay, with room and number, and say that something is gone. */
export const emptyEvents = async (
  trx: Knex,
  { team_id }: TeamScope,
  { rooms, seat }: { rooms: string[]; seat: Seat },
): Promise<number> => {
  const { rowCount } = await trx.raw<{ rowCount: number }>(
    `update events e set records = '{"erased": true}' || coalesce((
         select jsonb_object_agg(noun, kept) filter (where kept is not null)
         from jsonb_each(e.records) as r(noun, list)
         cross join lateral (select jsonb_agg(item) as kept from ${items} where not ${isTheirs}) as others), '{}')
     where e.room = any(:rooms) and (e.team_id is null or e.team_id = :team_id)
       and exists (select from jsonb_each(e.records) as r(noun, list), ${items} where ${isTheirs})`,
    { ...seat, team_id, rooms },
  );
  return rowCount;
};

/** A talk that has ended is told of once more; whoever opens its room closes it again. */
export const openRoom = async (trx: Knex, room: string): Promise<boolean> => {
  const { rowCount } = await trx.raw<{ rowCount: number }>(
    'update rooms set open = true where name = ? and not open',
    [room],
  );
  return rowCount > 0;
};
