import type { Knex } from 'knex';

/** Accounts at OpenID providers, and the sign-ins that are on their way there. */
export const up = (knex: Knex): Promise<unknown> =>
  knex.raw(`
    create table identities (
      id bigint generated always as identity primary key,
      user_id bigint not null references users,
      provider text not null,
      issuer text not null,
      subject text not null,
      email text,
      created_at timestamptz not null default clock_timestamp(),
      updated_at timestamptz not null default clock_timestamp(),
      unique (issuer, subject)
    );
    create index identities_user on identities (user_id);

    create table identity_requests (
      id bigint generated always as identity primary key,
      provider text not null,
      -- Of the cookie that binds it to a browser, which may have several on their way.
      token_hash text not null,
      state text not null unique,
      nonce text not null,
      code_verifier text not null,
      return_path text,
      link_login_id bigint references logins,
      expires_at timestamptz not null,
      used_at timestamptz,
      created_at timestamptz not null default clock_timestamp()
    );
    create index identity_requests_expires_at on identity_requests (expires_at);
  `);
