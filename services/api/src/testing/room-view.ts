import type { Records } from '@convomatic/contracts';
import type { Knex } from 'knex';

type Row = { id: number; deleted_at?: string | null };
type View = Record<string, Row[]>;

const put = (rows: Row[], row: Row): Row[] => {
  const others = rows.filter((other) => other.id !== row.id);
  return row.deleted_at ? others : [...others, row];
};

const byId = (rows: Row[]): Row[] => rows.toSorted((left, right) => left.id - right.id);

/**
 * What a client has that read a state and then applied the room's events to it: each record replaces the row with
 * its id, a removed one takes it away. Compare it with a fresh fetch.
 */
export const applyEvents = async (
  knex: Knex,
  { room, after, state }: { room: string; after: number; state: View },
): Promise<View> => {
  const events = await knex('events')
    .where({ room })
    .where('seq', '>', after)
    .orderBy('seq')
    .select<{ seq: number; records: Records }[]>('seq', 'records');
  const view = structuredClone(state);
  events.forEach(({ seq, records }, index) => {
    if (seq !== after + index + 1) throw new Error(`room ${room} has a hole before ${String(seq)}`);
    for (const [noun, rows] of Object.entries(records)) {
      if (view[noun]) view[noun] = (rows as Row[]).reduce(put, view[noun]);
    }
  });
  return ordered(view);
};

export const ordered = (view: View): View =>
  Object.fromEntries(Object.entries(view).map(([noun, rows]) => [noun, byId(rows)]));
