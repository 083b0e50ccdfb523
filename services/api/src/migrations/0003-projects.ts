import type { Knex } from 'knex';

/** What a team designs, and the versions that publishing freezes. */
export const up = (knex: Knex): Promise<unknown> =>
  knex.raw(`
    create table projects (
      id bigint generated always as identity primary key,
      team_id bigint not null references teams,
      slug text not null unique,
      status text not null default 'draft' check (status in ('draft', 'live', 'paused', 'archived')),
      version integer not null default 1,
      published_number integer,
      name text not null,
      language text not null default 'en',
      group_min integer not null default 2,
      group_target integer not null default 2,
      duration_ms bigint not null default 600000,
      waiting_limit_ms bigint not null default 300000,
      welcome jsonb not null,
      farewell jsonb not null,
      outcomes jsonb not null,
      created_at timestamptz not null default clock_timestamp(),
      updated_at timestamptz not null default clock_timestamp(),
      deleted_at timestamptz,
      check (2 <= group_min and group_min <= group_target)
    );
    create index projects_team on projects (team_id);

    create table prompts (
      id bigint generated always as identity primary key,
      team_id bigint not null references teams,
      project_id bigint not null references projects,
      rank integer not null,
      offset_ms bigint not null,
      body jsonb not null,
      created_at timestamptz not null default clock_timestamp(),
      updated_at timestamptz not null default clock_timestamp(),
      deleted_at timestamptz
    );
    create index prompts_project on prompts (project_id, rank) where deleted_at is null;

    create table versions (
      id bigint generated always as identity primary key,
      team_id bigint not null references teams,
      project_id bigint not null references projects,
      number integer not null,
      snapshot jsonb not null,
      published_by bigint references users,
      published_at timestamptz not null default clock_timestamp(),
      unique (project_id, number)
    );
  `);
