import type { Knex } from 'knex';

/** Unpublished events are swept room by room in order, so that one room cannot hold up the others. */
export const up = (knex: Knex): Promise<unknown> =>
  knex.raw(`
    drop index events_unpublished;
    create index events_unpublished on events (room, seq) where published_at is null;
  `);
