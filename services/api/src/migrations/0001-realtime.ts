import type { Knex } from 'knex';

/**
 * The numbering of events (one row a room, one a change) and the epoch of this database.
 * Not partitioned: unique (room, seq) does not go with partitions by time.
 */
export const up = (knex: Knex): Promise<unknown> =>
  knex.raw(`
    -- A time as records carry it: ISO 8601 in UTC with milliseconds, the same text that the services make of a column.
    create function iso(at timestamptz) returns text language sql immutable parallel safe
      return to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');

    create table rooms (
      name text primary key,
      seq bigint not null default 0,
      open boolean not null default true,
      updated_at timestamptz not null default clock_timestamp()
    );
    create index rooms_updated_at on rooms using brin (updated_at);

    create table events (
      id bigint generated always as identity primary key,
      team_id bigint,
      room text not null,
      seq bigint not null,
      kind text not null,
      records jsonb not null,
      actor_id bigint,
      subject_user_ids bigint[] not null default '{}',
      occurred_at timestamptz not null default clock_timestamp(),
      published_at timestamptz,
      unique (room, seq)
    );
    create index events_unpublished on events (occurred_at) where published_at is null;
    create index events_occurred_at on events using brin (occurred_at);

    create table realtime (
      one boolean primary key default true check (one),
      epoch bigint not null,
      system_identifier text not null,
      timeline_id bigint not null
    );
    insert into realtime (epoch, system_identifier, timeline_id)
      select 1, (select system_identifier::text from pg_control_system()), (select timeline_id from pg_control_checkpoint());
  `);
