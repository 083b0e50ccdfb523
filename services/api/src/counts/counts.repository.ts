import type { Count } from '@convomatic/contracts';
import type { Knex } from 'knex';

/** How many people and sessions each project has in each state, without those of a preview, in order of id. */
export const countProjects = async (trx: Knex, projectIds: number[]): Promise<Count[]> => {
  const { rows } = await trx.raw<{ rows: Count[] }>(
    `select project.id as project_id,
       coalesce(people.waiting, 0)::int as waiting,
       coalesce(people.active, 0)::int as active,
       coalesce(people.finished, 0)::int as finished,
       coalesce(people.completed, 0)::int as completed,
       coalesce(talks.active, 0)::int as sessions_active,
       coalesce(talks.closed, 0)::int as sessions_closed,
       people.oldest_waiting_since
     from unnest(?::bigint[]) as project(id)
     left join lateral (
       select count(*) filter (where state = 'waiting') as waiting,
         count(*) filter (where state = 'active') as active,
         count(*) filter (where state = 'finished') as finished,
         count(*) filter (where outcome = 'completed') as completed,
         min(waiting_since) filter (where state = 'waiting') as oldest_waiting_since
       from participants where project_id = project.id and not is_preview
     ) as people on true
     left join lateral (
       select count(*) filter (where state = 'active') as active,
         count(*) filter (where state = 'closed') as closed
       from sessions where project_id = project.id and not is_preview
     ) as talks on true
     order by project.id`,
    [projectIds],
  );
  return rows;
};

/** One worker counts at a time, so that nothing is told twice. */
export const tryLockCounts = async (trx: Knex): Promise<boolean> => {
  const { rows } = await trx.raw<{ rows: [{ locked: boolean }] }>(
    `select pg_try_advisory_xact_lock(hashtextextended('counts', 0)) as locked`,
  );
  return rows[0].locked;
};

/** A little less than the second of the loop that asks, so that one worker alone tells every second. */
const tellAgainAfter = '900 ms';

export type Touched = { project_id: number; team_id: number };

/** Projects whose people or sessions were changed within this time. */
export const listTouched = async (trx: Knex, withinMs: number): Promise<Touched[]> => {
  const { rows } = await trx.raw<{ rows: Touched[] }>(
    `select project_id, team_id from participants where updated_at > clock_timestamp() - :within::interval
     union
     select project_id, team_id from sessions where updated_at > clock_timestamp() - :within::interval`,
    { within: Number.isFinite(withinMs) ? `${String(withinMs)} ms` : '100 years' },
  );
  return rows;
};

/** Projects whose counts are not what was told last, a second ago or longer. */
export const listDiffering = async (trx: Knex, counts: Count[]): Promise<Set<number>> => {
  const { rows } = await trx.raw<{ rows: { project_id: number }[] }>(
    `select (now ->> 'project_id')::bigint as project_id
     from jsonb_array_elements(?::jsonb) as now
     left join counts on counts.project_id = (now ->> 'project_id')::bigint
     where counts.count is distinct from now
       and (counts.updated_at is null or counts.updated_at < clock_timestamp() - ?::interval)`,
    [JSON.stringify(counts), tellAgainAfter],
  );
  return new Set(rows.map(({ project_id }) => project_id));
};

/** Storing counts refers to these rows, which edits lock before they lock a room: so they come first here, too. */
export const holdProjects = async (trx: Knex, ids: number[]): Promise<void> => {
  await trx.raw('select from projects where id = any(?::bigint[]) order by id for key share', [ids]);
};

/** Keeps the counts as the last that were told; answers the projects for which they differ from the ones before. */
export const storeChanged = async (trx: Knex, counts: Count[]): Promise<Set<number>> => {
  const { rows } = await trx.raw<{ rows: { project_id: number }[] }>(
    `insert into counts (project_id, count)
     select (count ->> 'project_id')::bigint, count from jsonb_array_elements(?::jsonb) as count
     on conflict (project_id) do update set count = excluded.count, updated_at = clock_timestamp()
     where counts.count is distinct from excluded.count
     returning project_id`,
    [JSON.stringify(counts)],
  );
  return new Set(rows.map(({ project_id }) => project_id));
};
