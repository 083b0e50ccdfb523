import type { Knex } from 'knex';

type Room = { name: string; seq: number; open: boolean };

/**
 * Locks rooms until the transaction ends, in order of name so that two transactions with the same rooms wait for
 * each other instead of blocking for ever. The lock makes the order of numbers the order of commits.
 */
export const lockRooms = async (trx: Knex, names: string[]): Promise<Map<string, Room>> => {
  const sorted = [...new Set(names)].sort();
  await trx.raw(
    'insert into rooms (name) select name from unnest(?::text[]) as name order by name on conflict do nothing',
    [sorted],
  );
  const { rows } = await trx.raw<{ rows: Room[] }>(
    'select name, seq, open from rooms where name = any(?::text[]) order by name for no key update',
    [sorted],
  );
  return new Map(rows.map((room) => [room.name, room]));
};

/** Numbers of rooms as this transaction sees them; a room without an event has 0. */
export const readPositions = async (trx: Knex, names: string[]): Promise<Record<string, number>> => {
  const { rows } = await trx.raw<{ rows: Room[] }>(
    'select name, seq from rooms where name = any(?::text[])',
    [names],
  );
  const found = new Map(rows.map((room) => [room.name, room.seq]));
  return Object.fromEntries(names.map((name) => [name, found.get(name) ?? 0]));
};
