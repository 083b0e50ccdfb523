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

/** A room that had an event in these seconds is on its way to Redis, or there. */
const quietSeconds = 10;

export type Standing = { positions: Record<string, number>; quiet: string[] };

/** Numbers of rooms as this transaction sees them (0 without an event), and those in which nothing happens at the moment. */
export const readStanding = async (trx: Knex, names: string[]): Promise<Standing> => {
  const { rows } = await trx.raw<{ rows: (Room & { is_quiet: boolean })[] }>(
    `select name, coalesce(seq, 0) as seq,
       coalesce(updated_at < clock_timestamp() - make_interval(secs => ?), true) as is_quiet
     from unnest(?::text[]) as name left join rooms using (name)`,
    [quietSeconds, names],
  );
  return {
    positions: Object.fromEntries(rows.map(({ name, seq }) => [name, seq])),
    quiet: rows.filter(({ is_quiet }) => is_quiet).map(({ name }) => name),
  };
};

export const readPositions = async (trx: Knex, names: string[]): Promise<Record<string, number>> =>
  (await readStanding(trx, names)).positions;
