import type { Knex } from 'knex';

/** Addresses are proved or not; a sign-in may be finished by a code; a login has a name and says how it was opened. */
export const up = (knex: Knex): Promise<unknown> =>
  knex.raw(`
    alter table users
      add language text not null default 'en' check (language in ('en', 'de')),
      add email_proved_at timestamptz,
      add blocked_at timestamptz;
    -- Until now a link to the address was the only way in.
    update users set email_proved_at = created_at where email is not null;

    alter table logins
      add name text,
      add method text not null default 'link' check (method in ('link', 'code', 'openid', 'seed')),
      add address inet;

    alter table login_links
      add request_hash text unique,
      add code_hash text,
      add tries_left int not null default 5;
    create index login_links_expires_at on login_links (expires_at);
    create index login_links_email on login_links (email);

    create table email_changes (
      id bigint generated always as identity primary key,
      user_id bigint not null references users,
      email text not null,
      token_hash text not null unique,
      expires_at timestamptz not null,
      used_at timestamptz,
      created_at timestamptz not null default clock_timestamp()
    );
    create index email_changes_user on email_changes (user_id) where used_at is null;

    -- Where no mail server is set, the newest mails are kept to be looked at.
    create table caught_mails (
      id bigint generated always as identity primary key,
      recipient text not null,
      subject text not null,
      body text not null,
      created_at timestamptz not null default clock_timestamp()
    );
  `);
