import type { Knex } from 'knex';

export type NewSessions = {
  count: number;
  name: string;
  team_id: number;
  project_id: number;
  version_id: number;
  duration_ms: number;
};

/** Active from this moment on; their ids in order. */
export const insertSessions = async (trx: Knex, sessions: NewSessions): Promise<number[]> => {
  const { rows } = await trx.raw<{ rows: { id: number }[] }>(
    `insert into groups (kind, name) select 'session', :name from generate_series(1, :count) returning id`,
    sessions,
  );
  const ids = rows.map(({ id }) => id);
  await trx.raw(
    `insert into sessions (id, team_id, project_id, version_id, state, duration_ms, started_at, ends_at)
     select id, :team_id, :project_id, :version_id, 'active', :duration_ms, clock.at,
       clock.at + make_interval(secs => :duration_ms::float8 / 1000)
     from unnest(:ids::bigint[]) as id, (select clock_timestamp() as at) as clock`,
    { ...sessions, ids },
  );
  return ids;
};

export type NewMember = { session_id: number; participant_id: number; user_id: number; name: string };

export type NewMembers = {
  members: NewMember[];
  team_id: number;
  version_id: number;
  reason: string;
  queue: number[];
  present: number[];
};

/** Membership, the participant's new state, and the record of why: for all at once. */
export const insertMembers = async (trx: Knex, { members, ...rest }: NewMembers): Promise<void> => {
  await trx.raw(
    `with member as (
       select * from jsonb_to_recordset(:members::jsonb)
         as m(session_id bigint, participant_id bigint, user_id bigint, name text)
     ), joined as (
       insert into memberships (group_id, user_id, role, name)
       select session_id, user_id, 'participant', name from member
     ), assigned as (
       insert into assignments (team_id, session_id, participant_id, reason, queue, present)
       select :team_id, session_id, participant_id, :reason, :queue::bigint[], :present::bigint[] from member
     )
     update participants p
     set state = 'active', session_id = member.session_id, version_id = :version_id, updated_at = clock_timestamp()
     from member where p.id = member.participant_id`,
    { ...rest, members: JSON.stringify(members) },
  );
};

export type NewPrompt = { prompt_id: number; rank: number; offset_ms: number; body: unknown; text: string };

/** What will be due in these sessions: every prompt, and the end. */
export const insertTimetable = async (
  trx: Knex,
  sessionIds: number[],
  prompts: NewPrompt[],
): Promise<void> => {
  await trx.raw(
    `with session as (
       select id, team_id, started_at, ends_at from sessions where id = any(:ids::bigint[])
     ), prompt as (
       select * from jsonb_to_recordset(:prompts::jsonb)
         as p(prompt_id bigint, rank int, offset_ms bigint, body jsonb, asset jsonb, text text)
     ), delivery as (
       insert into prompt_deliveries (team_id, session_id, room, prompt_id, rank, body, asset, text, due_at)
       select team_id, session.id, 'group-' || session.id, prompt_id, rank, body, nullif(asset, 'null'), text,
         started_at + make_interval(secs => offset_ms::float8 / 1000)
       from session cross join prompt
       returning id, team_id, due_at
     )
     insert into due_rows (team_id, kind, subject_id, due_at)
     select team_id, 'prompt', id, due_at from delivery
     union all
     select team_id, 'session_end', id, ends_at from session`,
    { ids: sessionIds, prompts: JSON.stringify(prompts) },
  );
};
