import type { Database } from '@convomatic/kit/database';
import { until } from '@convomatic/kit/testing/until';
import type { Joiners, Joins } from '../load/joiners.ts';
import type { Remote } from '../stage/calls.ts';
import { openProject } from './cast.ts';
import type { StudySystem } from './system.ts';

export const groupSize = 4;

/** What became of everybody who came. */
export interface Entered extends Joins {
  /** Milliseconds from joined to in a session, by the clock of the database. */
  waits: number[];
  /** Seats that are neither in exactly one full group nor waiting. */
  misplaced: number;
  waiting: number;
}

type Load = { count: number; withinMs: number };

type Seat = { user_id: number; wait_ms: number | null; groups: number; size: number | null };

/** Every seat of a project, the groups it is in, and how large its group is. */
const listSeats = async ({ knex }: Database, projectId: number): Promise<Seat[]> => {
  const { rows } = await knex.raw<{ rows: Seat[] }>(
    `select p.user_id, (select count(*)::int from memberships m join sessions s on s.id = m.group_id
         where m.user_id = p.user_id and s.project_id = p.project_id) as groups,
       (select count(*)::int from memberships m where m.group_id = p.session_id) as size,
       extract(epoch from s.started_at - p.waiting_since)::float8 * 1000 as wait_ms
     from participants p left join sessions s on s.id = p.session_id where p.project_id = ?`,
    [projectId],
  );
  return rows;
};

const isGrouped = ({ groups, size }: Seat): boolean => groups === 1 && size === groupSize;
const isWaiting = ({ groups, size }: Seat): boolean => groups === 0 && size === 0;

/** So many people come to a project of their own, connect, and are put into groups of four. */
export async function enter(
  system: StudySystem,
  joiners: Remote<Joiners>,
  { count, withinMs }: Load,
): Promise<Entered> {
  const project = await openProject(system, 'Entrance', { group_target: groupSize });
  const joins = await joiners.play({
    urls: system.apis.map(({ url }) => url),
    channelsPort: system.channels.port,
    ...{ slug: project.slug, projectId: project.id, count, pace: { withinMs } },
  });
  const areGrouped = async (): Promise<boolean> =>
    (await listSeats(system.database, project.id)).filter(isWaiting).length < groupSize;
  // Who is in no group then is counted.
  await until(areGrouped, { deadlineMs: 15_000, intervalMs: 100 }).catch(() => undefined);
  const seats = await listSeats(system.database, project.id);
  await joiners.leave();
  const known = new Set(seats.map(({ user_id }) => user_id));
  return {
    ...joins,
    waits: seats.flatMap(({ wait_ms }) => wait_ms ?? []),
    waiting: seats.filter(isWaiting).length,
    misplaced:
      seats.filter((seat) => !isGrouped(seat) && !isWaiting(seat)).length +
      joins.userIds.filter((id) => !known.has(id)).length,
  };
}

/** Joins a second when as many come as the apis take, and nobody stays. */
export async function measureJoinRate(
  system: StudySystem,
  joiners: Remote<Joiners>,
  count: number,
): Promise<number> {
  const { id: projectId, slug } = await openProject(system, 'Rate', { group_target: groupSize });
  const urls = system.apis.map(({ url }) => url);
  const { userIds, seconds } = await joiners.play({
    ...{ urls, channelsPort: null, slug, projectId, count },
    pace: { lanes: 32 },
  });
  return userIds.length / seconds;
}
