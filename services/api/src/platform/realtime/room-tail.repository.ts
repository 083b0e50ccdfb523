import type { Event } from '@convomatic/contracts';
import { logLength } from '@convomatic/contracts/names';
import type { LogHead } from '@convomatic/kit/event-log/event-log';
import type { Knex } from 'knex';
import { eventColumns } from './events.repository.ts';

/** The end of a room: its last number, and the events behind the head that was asked for, as many as a log holds. */
export type Tail = { epoch: number; last: number; events: Event[] };

type Row = { epoch: number; last: number } & (Event | { [Field in keyof Event]: null });

/** Numbers are told by their place from the end, so what retention has torn off is left out. */
const unbroken = (events: Event[], last: number): Event[] =>
  events.filter(({ seq }, index) => seq === last - (events.length - 1 - index));

const eventOf = ({ epoch: _epoch, last: _last, ...event }: Row): Event[] =>
  event.id === null ? [] : [event];

/** What Postgres has behind a head, in one statement; all that a log holds where the head is of another epoch, or null. */
export const readTail = async (knex: Knex, room: string, head: LogHead | null): Promise<Tail> => {
  const { rows } = await knex.raw<{ rows: Row[] }>(
    `select realtime.epoch, coalesce(rooms.seq, 0) as last, behind.*
     from realtime
     left join rooms on rooms.name = :room
     left join lateral (
       select ${eventColumns} from events
       where room = :room and events.seq > greatest(
         rooms.seq - :most::bigint, case when realtime.epoch = :epoch::bigint then :top::bigint else 0 end)
     ) as behind on true
     order by behind.seq`,
    { room, most: logLength, epoch: head?.epoch ?? 0, top: head?.top ?? 0 },
  );
  const [first] = rows;
  if (!first) throw new Error('the database has no epoch');
  return { epoch: first.epoch, last: first.last, events: unbroken(rows.flatMap(eventOf), first.last) };
};

export type ChangedRoom = { name: string; seq: number; is_active: boolean };

type Changed = { sinceSeconds: number; activeSeconds: number; after: string; limit: number };

/** Rooms that had an event in so many seconds, by name; the active ones in fewer. */
export const listChangedRooms = async (
  knex: Knex,
  { sinceSeconds, activeSeconds, after, limit }: Changed,
): Promise<ChangedRoom[]> => {
  const { rows } = await knex.raw<{ rows: ChangedRoom[] }>(
    `with changed as materialized (
       select name, seq, updated_at from rooms
       where updated_at > clock_timestamp() - make_interval(secs => :sinceSeconds::float8)
     )
     select name, seq, updated_at > clock_timestamp() - make_interval(secs => :activeSeconds::float8) as is_active
     from changed where name > :after and seq > 0 order by name limit :limit`,
    { sinceSeconds, activeSeconds, after, limit },
  );
  return rows;
};
