import type { Event, SessionView } from '@convomatic/contracts';
import type { Knex } from 'knex';

const upsert = <T>(rows: T[], changed: T[] | undefined, key: keyof T): T[] =>
  (changed ?? []).reduce((all, row) => {
    const at = all.findIndex((other) => other[key] === row[key]);
    return at < 0 ? [...all, row] : all.with(at, row);
  }, rows);

type Told = { id: number; delivered_at: string | null };

/** No order holds between rooms, so time says what came first. */
const byTime = (one: Told, other: Told): number =>
  (one.delivered_at ?? '').localeCompare(other.delivered_at ?? '') || one.id - other.id;

const apply = (view: SessionView, { room, seq, records }: Event): SessionView => {
  const { id } = view.session;
  const here = <T extends { session_id: number }>(rows: T[] = []): T[] =>
    rows.filter(({ session_id }) => session_id === id);
  const members = (records.memberships ?? []).filter(({ group_id }) => group_id === id);
  return {
    ...view,
    session: records.sessions?.find((session) => session.id === id) ?? view.session,
    memberships: upsert(view.memberships, members, 'user_id'),
    assignments: view.assignments && upsert(view.assignments, here(records.assignments), 'id'),
    absences: upsert(view.absences, here(records.absences), 'id'),
    messages: upsert(view.messages, here(records.messages), 'id').toSorted(byTime),
    prompt_deliveries: upsert(view.prompt_deliveries, here(records.prompt_deliveries), 'id').toSorted(byTime),
    rooms: { ...view.rooms, [room]: seq },
  };
};

export const listRoomEvents = async (knex: Knex, room: string): Promise<Event[]> =>
  knex('events')
    .where({ room })
    .orderBy('seq')
    .select<Event[]>('room', 'team_id', 'seq', 'id', 'kind', 'records', 'occurred_at as at');

/** What a client holds that fetched this view and applied every event of its rooms since. */
export const applyEventsSince = async (knex: Knex, view: SessionView): Promise<SessionView> => {
  const rooms = Object.keys(view.rooms);
  const events = (await Promise.all(rooms.map((room) => listRoomEvents(knex, room)))).flat();
  return events.filter(({ room, seq }) => seq > (view.rooms[room] ?? 0)).reduce(apply, view);
};
