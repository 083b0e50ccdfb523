import type { Knex } from 'knex';

const noText = `'{"type": "doc", "content": [{"type": "paragraph"}]}'::jsonb`;
const plain = `'{"minimum_stay_ms": 0, "waiting_extension_ms": null, "ready_check_ms": null, "naming": "generated",
  "conditions": [], "roles": [], "drop_out_policy": "carry_on", "drop_out_grace_ms": 15000, "drop_out_pause_ms": 120000,
  "attention_every_ms": null, "attention_limit_ms": 30000, "allowed_origins": [], "retention_days": null}'::jsonb
  || jsonb_build_object('consent', ${noText})`;

/**
 * The whole study: settings of arms, roles, checks and drop-outs; runs; consents; absences; draws of arms; assets;
 * notes; erasures. Versions that were frozen before get the plain settings, by which they were run.
 */
export const up = (knex: Knex): Promise<unknown> =>
  knex.raw(`
    alter table projects
      add minimum_stay_ms bigint not null default 0,
      add waiting_extension_ms bigint,
      add ready_check_ms bigint,
      add naming text not null default 'generated' check (naming in ('generated', 'asked')),
      add conditions jsonb not null default '[]',
      add roles jsonb not null default '[]',
      add drop_out_policy text not null default 'carry_on' check (drop_out_policy in ('carry_on', 'pause', 'end')),
      add drop_out_grace_ms bigint not null default 15000,
      add drop_out_pause_ms bigint not null default 120000,
      add attention_every_ms bigint,
      add attention_limit_ms bigint not null default 30000,
      add consent jsonb not null default ${noText},
      add allowed_origins jsonb not null default '[]',
      add retention_days integer;
    update projects set outcomes = (
      select coalesce(jsonb_object_agg(key, value || jsonb_build_object('pays', key in ('completed', 'waited_too_long', 'partner_left'))), '{}')
      from jsonb_each(outcomes));

    alter table prompts
      add asset jsonb,
      add conditions jsonb not null default '[]',
      add roles jsonb not null default '[]';

    update versions set snapshot = jsonb_build_object(
      'project', ${plain} || (snapshot -> 'project') || jsonb_build_object('outcomes', (
        select coalesce(jsonb_object_agg(key, value || jsonb_build_object('pays', key in ('completed', 'waited_too_long', 'partner_left'))), '{}')
        from jsonb_each(snapshot #> '{project,outcomes}'))),
      'prompts', (
        select coalesce(jsonb_agg('{"asset": null, "conditions": [], "roles": []}'::jsonb || prompt order by place), '[]')
        from jsonb_array_elements(snapshot -> 'prompts') with ordinality as p(prompt, place)));

    create table runs (
      id bigint generated always as identity primary key,
      team_id bigint not null references teams,
      project_id bigint not null references projects,
      label text not null,
      opens_at timestamptz not null default clock_timestamp(),
      closes_at timestamptz,
      closed_at timestamptz,
      max_participants integer check (max_participants > 0),
      -- Of all draws of arms in this run: with it and the places they can be drawn again.
      seed text not null default gen_random_uuid()::text,
      created_at timestamptz not null default clock_timestamp(),
      updated_at timestamptz not null default clock_timestamp()
    );
    create unique index runs_open on runs (project_id) where closed_at is null;
    create index runs_project on runs (project_id, id);
    insert into runs (team_id, project_id, label)
      select team_id, id, 'First run' from projects where published_number is not null;

    -- How many arms were drawn in a run with the conditions of a version.
    create table draws (
      run_id bigint not null references runs,
      version_id bigint not null references versions,
      drawn integer not null default 0,
      primary key (run_id, version_id)
    );

    alter table participants
      add run_id bigint references runs,
      add name text,
      add ready_until timestamptz,
      add ready_at timestamptz,
      add attention_until timestamptz,
      add removed_reason text,
      add is_preview boolean not null default false;
    update participants p set run_id = r.id from runs r where r.project_id = p.project_id;
    create index participants_run on participants (run_id);

    alter table sessions
      add run_id bigint references runs,
      add condition text,
      add paused_at timestamptz,
      add pause_reason text check (pause_reason in ('team', 'drop_out')),
      add pause_ends_at timestamptz,
      add is_preview boolean not null default false;
    update sessions s set run_id = r.id from runs r where r.project_id = s.project_id;
    create index sessions_run on sessions (run_id);
    create index sessions_running on sessions (id) where state in ('active', 'paused');

    -- The queue as it stood when groups were formed, those in it who were present, and why: once for all of them.
    create table formings (
      id bigint generated always as identity primary key,
      team_id bigint not null references teams,
      project_id bigint not null references projects,
      run_id bigint references runs,
      reason text not null check (reason in ('full_group', 'waiting_limit')),
      queue bigint[] not null,
      present bigint[] not null,
      -- Of the draws of arms and roles that followed from it.
      seed text,
      created_at timestamptz not null default clock_timestamp(),
      session_id bigint
    );
    insert into formings (team_id, project_id, run_id, reason, queue, present, created_at, session_id)
      select distinct on (a.session_id) a.team_id, s.project_id, s.run_id, a.reason, a.queue, a.present, a.created_at, a.session_id
      from assignments a join sessions s on s.id = a.session_id order by a.session_id, a.id;

    alter table assignments
      add forming_id bigint references formings,
      add condition text,
      add role text,
      add seed text,
      add block integer,
      add position integer;
    update assignments a set forming_id = f.id from formings f where f.session_id = a.session_id;
    alter table assignments
      alter forming_id set not null,
      drop reason,
      drop queue,
      drop present;
    alter table formings drop session_id;
    create index assignments_participant on assignments (participant_id);

    -- A group that was formed and is asked whether it is there; its members are participants in the state ready.
    create table pending_groups (
      id bigint generated always as identity primary key,
      team_id bigint not null references teams,
      forming_id bigint not null references formings,
      version_id bigint not null references versions,
      size integer not null,
      ready_until timestamptz not null,
      created_at timestamptz not null default clock_timestamp()
    );
    alter table participants add pending_group_id bigint references pending_groups;
    create index participants_pending on participants (pending_group_id) where state = 'ready';
    create unique index participants_name on participants (run_id, lower(name))
      where name is not null and state <> 'finished';

    -- Each answer to a consent text, and the version whose text it was.
    create table consents (
      id bigint generated always as identity primary key,
      team_id bigint not null references teams,
      participant_id bigint not null references participants,
      version_id bigint not null references versions,
      accepted boolean not null,
      at timestamptz not null default clock_timestamp(),
      unique (participant_id, version_id)
    );

    create table absences (
      id bigint generated always as identity primary key,
      team_id bigint not null references teams,
      session_id bigint not null references sessions,
      participant_id bigint not null references participants,
      user_id bigint not null references users,
      -- Whose page does not answer, or who does not.
      cause text not null default 'connection' check (cause in ('connection', 'attention')),
      from_at timestamptz not null,
      until_at timestamptz
    );
    create unique index absences_open on absences (session_id, participant_id) where until_at is null;
    create index absences_participant on absences (participant_id);

    -- Each time that somebody was asked whether they are still there.
    create table attention_checks (
      id bigint generated always as identity primary key,
      team_id bigint not null references teams,
      session_id bigint not null references sessions,
      participant_id bigint not null references participants,
      asked_at timestamptz not null default clock_timestamp(),
      answered_at timestamptz
    );
    create index attention_checks_session on attention_checks (session_id);
    create index attention_checks_participant on attention_checks (participant_id);

    -- In the room of a session that pauses nobody speaks.
    alter table rooms add is_paused boolean not null default false;

    -- A message or a prompt for one person is an event of that person's own room, and numbered there.
    alter table messages
      add recipient_user_id bigint references users,
      add room text;
    update messages set room = 'group-' || session_id;
    alter table messages
      alter room set not null,
      drop constraint messages_session_id_seq_key,
      add constraint messages_room_seq unique (room, seq);
    create index messages_session on messages (session_id, seq);
    create index messages_for_one on messages (session_id, delivered_at) where recipient_user_id is not null;

    alter table prompt_deliveries
      add recipient_user_id bigint references users,
      add room text,
      add asset jsonb,
      drop constraint prompt_deliveries_session_id_prompt_id_key,
      add constraint prompt_deliveries_once unique nulls not distinct (session_id, prompt_id, recipient_user_id);
    update prompt_deliveries set room = 'group-' || session_id;
    alter table prompt_deliveries alter room set not null;

    alter table due_rows
      drop constraint due_rows_kind_check,
      add constraint due_rows_kind_check check (kind in ('prompt', 'session_end', 'waiting_limit', 'ready_limit',
        'drop_out', 'pause_end', 'attention', 'attention_limit', 'run_close')),
      -- After a failure: when to try again, so that a row that always fails holds up nothing.
      add retry_at timestamptz,
      add tries integer not null default 0;
    drop index due_rows_open;
    create index due_rows_open on due_rows ((coalesce(retry_at, due_at))) where done_at is null;

    create table assets (
      id bigint generated always as identity primary key,
      team_id bigint not null references teams,
      project_id bigint not null references projects,
      kind text not null check (kind in ('image', 'file')),
      name text not null,
      content_type text not null,
      bytes bigint not null,
      width integer,
      height integer,
      storage_key text not null unique,
      created_by bigint references users,
      created_at timestamptz not null default clock_timestamp(),
      deleted_at timestamptz
    );
    create index assets_project on assets (project_id);

    create table notes (
      id bigint generated always as identity primary key,
      team_id bigint not null references teams,
      project_id bigint not null references projects,
      session_id bigint references sessions,
      participant_id bigint references participants,
      message_id bigint references messages,
      author_id bigint not null references users,
      author_name text not null,
      body text not null,
      seq bigint not null,
      created_at timestamptz not null default clock_timestamp(),
      updated_at timestamptz not null default clock_timestamp(),
      deleted_at timestamptz,
      check (session_id is not null or participant_id is not null)
    );
    create index notes_session on notes (session_id);
    create index notes_participant on notes (participant_id);

    -- What was erased of whom, as the receipt says; nothing of what it was.
    create table erasures (
      id bigint generated always as identity primary key,
      team_id bigint not null references teams,
      project_id bigint not null references projects,
      participant_id bigint not null,
      public_id uuid not null,
      -- All that there is of a person, or the ids that recruiters gave alone.
      kind text not null check (kind in ('participant', 'external_ids')),
      erased_by bigint references users,
      receipt jsonb not null,
      at timestamptz not null default clock_timestamp(),
      unique (participant_id, kind)
    );
    create index erasures_project on erasures (project_id);
  `);
