import type { Event, SessionView } from '@convomatic/contracts';
import { groupRoom } from '@convomatic/contracts/names';
import type { Knex } from 'knex';

const upsert = <T>(rows: T[], changed: T[] | undefined, key: keyof T): T[] =>
  (changed ?? []).reduce((all, row) => {
    const at = all.findIndex((other) => other[key] === row[key]);
    return at < 0 ? [...all, row] : all.with(at, row);
  }, rows);

const apply = (view: SessionView, { room, seq, records }: Event): SessionView => ({
  ...view,
  session: records.sessions?.[0] ?? view.session,
  memberships: upsert(view.memberships, records.memberships, 'user_id'),
  messages: upsert(view.messages, records.messages, 'id'),
  prompt_deliveries: upsert(view.prompt_deliveries, records.prompt_deliveries, 'id'),
  rooms: { ...view.rooms, [room]: seq },
});

export const listRoomEvents = async (knex: Knex, room: string): Promise<Event[]> =>
  knex('events')
    .where({ room })
    .orderBy('seq')
    .select<Event[]>('room', 'team_id', 'seq', 'id', 'kind', 'records', 'occurred_at as at');

/** What a client holds that fetched this view and applied every event of the room since. */
export const applyEventsSince = async (knex: Knex, view: SessionView): Promise<SessionView> => {
  const room = groupRoom(view.session.id);
  const events = await listRoomEvents(knex, room);
  return events.filter(({ seq }) => seq > (view.rooms[room] ?? 0)).reduce(apply, view);
};
