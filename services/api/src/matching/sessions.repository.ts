import type { Knex } from 'knex';

export type NewSessions = {
  /** One for each session, in order; null without conditions. */
  conditions: (string | null)[];
  name: string;
  team_id: number;
  project_id: number;
  run_id: number | null;
  version_id: number;
  duration_ms: number;
};

/** Active from this moment on; their ids in order. */
export const insertSessions = async (trx: Knex, sessions: NewSessions): Promise<number[]> => {
  const { conditions, ...session } = sessions;
  const { rows } = await trx.raw<{ rows: { id: number }[] }>(
    `insert into groups (kind, name) select 'session', :name from generate_series(1, :count) returning id`,
    { name: session.name, count: conditions.length },
  );
  const ids = rows.map(({ id }) => id);
  await trx.raw(
    `insert into sessions
       (id, team_id, project_id, run_id, version_id, condition, state, duration_ms, started_at, ends_at)
     select one.id, :team_id, :project_id, :run_id, :version_id, one.condition, 'active', :duration_ms, clock.at,
       clock.at + make_interval(secs => :duration_ms::float8 / 1000)
     from unnest(:ids::bigint[], :conditions::text[]) as one(id, condition), (select clock_timestamp() as at) as clock`,
    { ...session, ids, conditions },
  );
  return ids;
};

export type NewMember = {
  session_id: number;
  participant_id: number;
  user_id: number;
  name: string;
  role: string | null;
  condition: string | null;
  seed: string | null;
  block: number | null;
  position: number | null;
};

export type NewMembers = { members: NewMember[]; team_id: number; version_id: number; forming_id: number };

/** Membership, the participant's new state, and the record of why: for all at once. */
export const insertMembers = async (trx: Knex, { members, ...rest }: NewMembers): Promise<void> => {
  await trx.raw(
    `with member as (
       select * from jsonb_to_recordset(:members::jsonb)
         as m(session_id bigint, participant_id bigint, user_id bigint, name text, role text, condition text,
              seed text, block int, position int)
     ), joined as (
       insert into memberships (group_id, user_id, role, name)
       select session_id, user_id, 'participant', name from member
     ), assigned as (
       insert into assignments
         (team_id, session_id, participant_id, forming_id, condition, role, seed, block, position)
       select :team_id, session_id, participant_id, :forming_id, condition, role, seed, block, position from member
     )
     update participants p
     set state = 'active', session_id = member.session_id, version_id = :version_id, ready_until = null,
       updated_at = clock_timestamp()
     from member where p.id = member.participant_id`,
    { ...rest, members: JSON.stringify(members) },
  );
};
