import type { Knex } from 'knex';

/**
 * Texts that several people type in, by name such as prompt-7-body; the words themselves are in the record's own row.
 * A row is there once its text was opened, or rewritten through the api.
 */
export const up = (knex: Knex): Promise<unknown> =>
  knex.raw(`
    create table documents (
      name text primary key,
      -- Another one means another text under the same name: what was typed into an older one must not be merged.
      generation bigint not null default 1,
      -- The node that loaded it last, and alone may save.
      owner text,
      saved_at timestamptz,
      created_at timestamptz not null default clock_timestamp(),
      updated_at timestamptz not null default clock_timestamp()
    );
  `);
