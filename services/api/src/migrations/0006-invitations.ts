import type { Knex } from 'knex';

/** Links by which people join a team; each takes one person in. Tokens are stored hashed. */
export const up = (knex: Knex): Promise<unknown> =>
  knex.raw(`
    create table invitations (
      id bigint generated always as identity primary key,
      team_id bigint not null references teams,
      role text not null check (role in ('editor', 'observer')),
      token_hash text not null unique,
      invited_by bigint not null references users,
      expires_at timestamptz not null,
      used_at timestamptz,
      used_by bigint references users,
      created_at timestamptz not null default clock_timestamp(),
      updated_at timestamptz not null default clock_timestamp()
    );
    create index invitations_team on invitations (team_id);
  `);
