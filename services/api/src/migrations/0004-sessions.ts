import type { Knex } from 'knex';

/** People in projects, their sessions, and what happened there. Every hot table carries team_id. */
export const up = (knex: Knex): Promise<unknown> =>
  knex.raw(`
    create table sessions (
      id bigint primary key references groups,
      team_id bigint not null references teams,
      project_id bigint not null references projects,
      version_id bigint not null references versions,
      state text not null default 'waiting' check (state in ('waiting', 'active', 'paused', 'closed')),
      closed_reason text,
      duration_ms bigint not null,
      started_at timestamptz,
      ends_at timestamptz,
      closed_at timestamptz,
      created_at timestamptz not null default clock_timestamp(),
      updated_at timestamptz not null default clock_timestamp()
    );
    create index sessions_project on sessions (project_id, id);
    create index sessions_updated_at on sessions (updated_at);

    create table participants (
      id bigint generated always as identity primary key,
      public_id uuid not null default gen_random_uuid(),
      team_id bigint not null references teams,
      project_id bigint not null references projects,
      user_id bigint not null references users,
      session_id bigint references sessions,
      -- The version met when joining; the session's from the match on. It says what an outcome gives.
      version_id bigint not null references versions,
      platform text,
      state text not null default 'joined',
      waiting_since timestamptz,
      waiting_until timestamptz,
      outcome text,
      finished_at timestamptz,
      metadata jsonb not null default '{}',
      created_at timestamptz not null default clock_timestamp(),
      updated_at timestamptz not null default clock_timestamp(),
      unique (project_id, user_id)
    );
    create index participants_waiting on participants (project_id, waiting_since, id) where state = 'waiting';
    create index participants_session on participants (session_id);
    create index participants_updated_at on participants (updated_at);

    -- Ids that recruiters gave: here alone, so that they can be erased alone.
    create table external_ids (
      team_id bigint not null references teams,
      platform text not null,
      external_id text not null,
      user_id bigint not null references users,
      created_at timestamptz not null default clock_timestamp(),
      primary key (team_id, platform, external_id)
    );
    create index external_ids_user on external_ids (user_id);

    create table participant_tokens (
      id bigint generated always as identity primary key,
      participant_id bigint not null references participants,
      token_hash text not null unique,
      expires_at timestamptz not null,
      created_at timestamptz not null default clock_timestamp()
    );
    create index participant_tokens_participant on participant_tokens (participant_id);

    -- Why somebody is in a session, for audits: participants in the queue as it stood, and those of them who were present.
    create table assignments (
      id bigint generated always as identity primary key,
      team_id bigint not null references teams,
      session_id bigint not null references sessions,
      participant_id bigint not null references participants,
      reason text not null,
      queue bigint[] not null,
      present bigint[] not null,
      created_at timestamptz not null default clock_timestamp(),
      unique (session_id, participant_id)
    );

    create table messages (
      id bigint generated always as identity primary key,
      team_id bigint not null references teams,
      session_id bigint not null references sessions,
      seq bigint not null,
      client_id uuid not null,
      sender_user_id bigint references users,
      sender_name text not null,
      sender_avatar_url text,
      sender_role text not null,
      type text not null,
      body text not null,
      attachment_id bigint,
      client_at timestamptz,
      received_at timestamptz not null,
      delivered_at timestamptz not null,
      constraint messages_client_id unique (session_id, sender_user_id, client_id),
      unique (session_id, seq)
    );

    create table prompt_deliveries (
      id bigint generated always as identity primary key,
      team_id bigint not null references teams,
      session_id bigint not null references sessions,
      prompt_id bigint not null references prompts,
      rank integer not null,
      body jsonb not null,
      text text not null,
      due_at timestamptz not null,
      delivered_at timestamptz,
      seq bigint,
      unique (session_id, prompt_id)
    );

    -- What the scheduler does at a time: each row is done once, by any worker.
    create table due_rows (
      id bigint generated always as identity primary key,
      team_id bigint not null references teams,
      kind text not null check (kind in ('prompt', 'session_end', 'waiting_limit')),
      subject_id bigint not null,
      due_at timestamptz not null,
      done_at timestamptz,
      created_at timestamptz not null default clock_timestamp(),
      unique (kind, subject_id)
    );
    create index due_rows_open on due_rows (due_at) where done_at is null;

    -- What was last said about a project's counts, so that no worker says it twice.
    create table counts (
      project_id bigint primary key references projects,
      count jsonb not null,
      updated_at timestamptz not null default clock_timestamp()
    );
  `);
