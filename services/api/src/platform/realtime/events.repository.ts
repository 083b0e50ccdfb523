import type { Event } from '@convomatic/contracts';
import { maxEventBytes } from '@convomatic/contracts/names';
import { AppError } from '@convomatic/kit/errors';
import type { Knex } from 'knex';
import type { EventDraft } from './event-draft.ts';
import type { lockRooms } from './rooms.ts';

/** An event as it is published, in the agreed order of fields. */
export const eventColumns = `room, team_id, seq, id, iso(occurred_at) as at, kind, records`;

const requireSize = (draft: EventDraft): void => {
  const bytes = Buffer.byteLength(JSON.stringify(draft.records));
  if (bytes > maxEventBytes - 512) {
    throw new AppError(
      'too_large',
      `One change may be at most ${String(maxEventBytes)} bytes; this one is ${String(bytes)}.`,
    );
  }
};

/** Gives each draft the next number of its room, in the order of the drafts. The rooms are locked by this transaction. */
const number = (
  drafts: EventDraft[],
  rooms: Awaited<ReturnType<typeof lockRooms>>,
): (EventDraft & { seq: number })[] =>
  drafts.map((draft) => {
    const room = rooms.get(draft.room);
    if (!room) throw new Error(`room ${draft.room} is not locked by this unit of work`);
    if (!room.open) throw new AppError('session_closed', 'This talk has ended.');
    requireSize(draft);
    room.seq += 1;
    return { ...draft, seq: room.seq };
  });

/** Numbers and stores events of rooms that this transaction has locked; answers them as they will be published. */
export const appendEvents = async (
  trx: Knex,
  drafts: EventDraft[],
  rooms: Awaited<ReturnType<typeof lockRooms>>,
): Promise<Event[]> => {
  if (drafts.length === 0) return [];
  const numbered = number(drafts, rooms);
  await trx.raw(
    `update rooms set seq = r.seq, updated_at = clock_timestamp()
     from jsonb_to_recordset(?::jsonb) as r(name text, seq bigint) where rooms.name = r.name`,
    [JSON.stringify([...rooms.values()])],
  );
  const { rows } = await trx.raw<{ rows: Event[] }>(
    `insert into events (team_id, room, seq, kind, records, actor_id, subject_user_ids)
     select team_id, room, seq, kind, records, actor_id, coalesce(subject_user_ids, '{}')
     from jsonb_to_recordset(?::jsonb) as e(team_id bigint, room text, seq bigint, kind text, records jsonb, actor_id bigint, subject_user_ids bigint[])
     returning ${eventColumns}`,
    [JSON.stringify(numbered)],
  );
  return rows;
};

export type Backlog = { room: string; age_ms: number };

/**
 * Rooms with an event that nobody has published in this time, by name; one from the future was written before the
 * clock was put back. It steps from room to room over the index, so a backlog of one room costs no more than one event.
 */
export const listBacklog = async (
  knex: Knex,
  { olderThanMs, after, limit }: { olderThanMs: number; after: string; limit: number },
): Promise<Backlog[]> => {
  const oldest = (room: string) =>
    `select room, occurred_at from events
     where published_at is null and room > ${room} order by room, seq limit 1`;
  const { rows } = await knex.raw<{ rows: Backlog[] }>(
    `with recursive backlog as (
       (${oldest(':after')})
       union all
       select next.* from backlog cross join lateral (${oldest('backlog.room')}) as next
     ), aged as (
       select room, extract(epoch from clock_timestamp() - occurred_at)::float8 * 1000 as age_ms from backlog
     )
     select room, age_ms from aged where age_ms not between 0 and :olderThanMs limit :limit`,
    { olderThanMs, after, limit },
  );
  return rows;
};

/** Committed events of a room that nobody has published, in order. */
export const listUnpublished = async (knex: Knex, room: string, limit: number): Promise<Event[]> => {
  const { rows } = await knex.raw<{ rows: Event[] }>(
    `select ${eventColumns} from events where room = ? and published_at is null order by events.seq limit ?`,
    [room, limit],
  );
  return rows;
};

export const markPublished = async (knex: Knex, ids: number[]): Promise<void> => {
  if (ids.length === 0) return;
  await knex.raw(
    'update events set published_at = clock_timestamp() where id = any(?::bigint[]) and published_at is null',
    [ids],
  );
};

/** What a log has passed is published, also what it no longer holds. */
export const markPublishedUpTo = async (knex: Knex, room: string, seq: number): Promise<void> => {
  await knex.raw(
    'update events set published_at = clock_timestamp() where room = ? and seq <= ? and published_at is null',
    [room, seq],
  );
};
