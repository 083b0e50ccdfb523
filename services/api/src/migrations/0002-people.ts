import type { Knex } from 'knex';

/** Users and how they sign in; groups (teams now, sessions later) and who is in them. Tokens are stored hashed. */
export const up = (knex: Knex): Promise<unknown> =>
  knex.raw(`
    create table users (
      id bigint generated always as identity primary key,
      name text not null,
      email text unique,
      platform_role text not null default 'guest' check (platform_role in ('guest', 'user', 'staff', 'admin')),
      created_at timestamptz not null default clock_timestamp(),
      updated_at timestamptz not null default clock_timestamp(),
      deleted_at timestamptz
    );

    create table login_links (
      id bigint generated always as identity primary key,
      email text not null,
      token_hash text not null unique,
      expires_at timestamptz not null,
      used_at timestamptz,
      created_at timestamptz not null default clock_timestamp()
    );

    create table logins (
      id bigint generated always as identity primary key,
      user_id bigint not null references users,
      token_hash text not null unique,
      user_agent text,
      last_seen_at timestamptz not null default clock_timestamp(),
      expires_at timestamptz not null,
      revoked_at timestamptz,
      created_at timestamptz not null default clock_timestamp(),
      updated_at timestamptz not null default clock_timestamp()
    );
    create index logins_user on logins (user_id);

    create table groups (
      id bigint generated always as identity primary key,
      kind text not null check (kind in ('team', 'session')),
      name text not null,
      created_at timestamptz not null default clock_timestamp(),
      updated_at timestamptz not null default clock_timestamp()
    );

    create table teams (
      id bigint primary key references groups,
      created_at timestamptz not null default clock_timestamp(),
      updated_at timestamptz not null default clock_timestamp(),
      deleted_at timestamptz
    );

    create table memberships (
      id bigint generated always as identity primary key,
      group_id bigint not null references groups,
      user_id bigint not null references users,
      role text not null check (role in ('owner', 'editor', 'observer', 'participant', 'moderator')),
      name text not null,
      joined_at timestamptz not null default clock_timestamp(),
      left_at timestamptz,
      left_reason text,
      created_at timestamptz not null default clock_timestamp(),
      updated_at timestamptz not null default clock_timestamp(),
      unique (group_id, user_id)
    );
    create index memberships_user on memberships (user_id) where left_at is null;
  `);
