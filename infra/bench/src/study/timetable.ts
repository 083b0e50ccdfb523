import type { Project } from '@convomatic/contracts';
import type { Database } from '@convomatic/kit/database';

/** When prompts are due, in milliseconds from a moment: one row each of the talk's place and the prompt's rank. */
export type Timetable = { session: number; prompt: number; inMs: number }[];

/** A prompt for each talk, one talk after the other. */
export const spreadTimetable = (talks: number, seconds: number): Timetable =>
  Array.from({ length: talks }, (_, session) => ({
    session,
    prompt: 0,
    inMs: (session * seconds * 1_000) / talks,
  }));

/** So many at the same moment, once a second. */
export const momentTimetable = (atOnce: number, seconds: number): Timetable =>
  Array.from({ length: seconds }, (_, second) =>
    Array.from({ length: atOnce }, (_row, place) => ({
      session: second * atOnce + place,
      prompt: 0,
      inMs: second * 1_000,
    })),
  ).flat();

const beginsInMs = 2_000;

interface Plan {
  project: Project;
  sessions: readonly number[];
  timetable: Timetable;
}

/** Writes deliveries and their due rows as forming the groups would have; answers the deliveries' ids. */
export async function plan({ knex }: Database, { project, sessions, timetable }: Plan): Promise<number[]> {
  const rows = timetable.map(({ session, prompt, inMs }) => ({
    session_id: sessions[session % sessions.length],
    rank: prompt + 1,
    in_ms: beginsInMs + inMs,
  }));
  const { rows: planned } = await knex.raw<{ rows: { id: number }[] }>(
    `with planned as (
       select t.session_id, t.rank, c.now + make_interval(secs => t.in_ms / 1000) as due_at
       from jsonb_to_recordset(:rows::jsonb) as t(session_id bigint, rank int, in_ms float8),
         (select clock_timestamp() as now) as c
     ), delivery as (
       insert into prompt_deliveries (team_id, session_id, prompt_id, rank, body, text, due_at, room)
       select p.team_id, t.session_id, p.id, t.rank, p.body, 'What is on your mind', t.due_at, 'group-' || t.session_id
       from planned t join prompts p on p.project_id = :project_id and p.rank = t.rank
       returning id, team_id, due_at
     ), due as (
       insert into due_rows (team_id, kind, subject_id, due_at)
       select team_id, 'prompt', id, due_at from delivery
     )
     select id from delivery`,
    { rows: JSON.stringify(rows), project_id: project.id },
  );
  return planned.map(({ id }) => id);
}

export interface Given {
  planned: number;
  given: number;
  /** Deliveries that were given an event more than once, or early. */
  wrong: number;
  /** Milliseconds after each was due, by the clock of the database. */
  late: number[];
}

type Row = { late_ms: number | null; events: number };

export async function readGiven({ knex }: Database, ids: readonly number[]): Promise<Given> {
  const { rows } = await knex.raw<{ rows: Row[] }>(
    `select extract(epoch from d.delivered_at - d.due_at)::float8 * 1000 as late_ms,
       (select count(*)::int from events e
        where e.room = d.room and e.kind = 'prompt.delivered' and e.records #>> '{prompt_deliveries,0,id}' = d.id::text) as events
     from prompt_deliveries d where d.id = any(?::bigint[])`,
    [[...ids]],
  );
  const late = rows.flatMap(({ late_ms }) => late_ms ?? []);
  return {
    planned: ids.length,
    given: late.length,
    wrong: rows.filter(({ late_ms, events }) => events > 1 || (late_ms ?? 0) < 0).length,
    late,
  };
}
