import type { Knex } from 'knex';

/**
 * Who did what, when and from where; written once and never changed. The trigger holds for everybody who may write,
 * the owner of the table too: to take it off is a migration, and no mistake. An entry outlives what it tells of, so its
 * ids refer to nothing.
 */
export const up = (knex: Knex): Promise<unknown> =>
  knex.raw(`
    create table audit_entries (
      id bigint generated always as identity primary key,
      team_id bigint,
      actor_id bigint,
      actor_name text,
      action text not null,
      subject_type text not null,
      subject_id bigint,
      fields text[] not null default '{}',
      address inet,
      request_id text,
      at timestamptz not null default clock_timestamp()
    );
    -- Pages of a team's entries, of all kinds or of one person or action; and whether somebody did this a minute ago.
    create index audit_entries_team on audit_entries (team_id, id desc);
    create index audit_entries_team_actor on audit_entries (team_id, actor_id, id desc);
    create index audit_entries_team_action on audit_entries (team_id, action, id desc);
    create index audit_entries_platform on audit_entries (id desc) where team_id is null;
    create index audit_entries_actor on audit_entries (actor_id, subject_type, subject_id, at desc);

    create function refuse_audit_change() returns trigger language plpgsql as $$
    begin
      raise exception 'audit entries are append-only';
    end $$;
    create trigger audit_entries_are_append_only before update or delete or truncate on audit_entries
      for each statement execute function refuse_audit_change();
  `);
