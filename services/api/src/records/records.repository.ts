import type { Event } from '@convomatic/contracts';
import type { Knex } from 'knex';
import { eventColumns } from '../platform/realtime/index.ts';

/** Where a room stands: the epoch, its last number, and the oldest that is left (one above the last without any). */
export type RoomSpan = { epoch: number; last: number; oldest: number };

export const readRoomSpan = async (trx: Knex, room: string): Promise<RoomSpan> => {
  const { rows } = await trx.raw<{ rows: [RoomSpan] }>(
    `select realtime.epoch, coalesce(rooms.seq, 0) as last, coalesce(
       (select seq from events where room = :room order by seq limit 1), coalesce(rooms.seq, 0) + 1) as oldest
     from realtime left join rooms on rooms.name = :room`,
    { room },
  );
  return rows[0];
};

export const listEvents = async (
  trx: Knex,
  { room, after, limit }: { room: string; after: number; limit: number },
): Promise<Event[]> => {
  const { rows } = await trx.raw<{ rows: Event[] }>(
    `select ${eventColumns} from events where room = ? and seq > ? order by events.seq limit ?`,
    [room, after, limit],
  );
  return rows;
};

/** The kind of a group; undefined where there is none. */
export const findGroupKind = async (trx: Knex, id: number): Promise<'team' | 'session' | undefined> => {
  const [group] = await trx('groups').where({ id }).select<{ kind: 'team' | 'session' }[]>('kind');
  return group?.kind;
};
