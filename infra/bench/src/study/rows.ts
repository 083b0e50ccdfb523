import type { Project } from '@convomatic/contracts';
import type { Database } from '@convomatic/kit/database';

/** Active talks with their rooms and nobody in them, straight from their rows; their ids. */
export async function insertSessions({ knex }: Database, project: Project, count: number): Promise<number[]> {
  const { rows } = await knex.raw<{ rows: { id: number }[] }>(
    `with made as (insert into groups (kind, name) select 'session', 'Talk' from generate_series(1, :count) returning id),
       room as (insert into rooms (name) select 'group-' || id from made)
     insert into sessions (id, team_id, project_id, version_id, state, duration_ms, started_at, ends_at)
     select made.id, :team_id, :id, v.id, 'active', 72000000, clock_timestamp(), clock_timestamp() + interval '20 hours'
     from made, (select max(id) as id from versions where project_id = :id) as v
     returning id`,
    { count, id: project.id, team_id: project.team_id },
  );
  return rows.map(({ id }) => id);
}

/** What raw inserts leave behind is nobody's to publish. */
export const forgetUnpublished = async ({ knex }: Database): Promise<void> => {
  await knex.raw('update events set published_at = clock_timestamp() where published_at is null');
};
