import type { Knex } from 'knex';
import type { Waiter } from './grouping.ts';

const isLive = `project.status = 'live' and project.deleted_at is null
       and exists (select from teams where teams.id = project.team_id and teams.deleted_at is null)`;

/** Live projects in which enough people wait for a full group of the newest version. */
export const listMatchable = async (knex: Knex): Promise<number[]> => {
  const { rows } = await knex.raw<{ rows: { id: number }[] }>(
    `select project.id from projects project
     join versions v on v.project_id = project.id and v.number = project.published_number
     join lateral (
       select count(*) as waiting from participants where project_id = project.id and state = 'waiting'
     ) as queue on true
     where ${isLive}
       and queue.waiting >= (v.snapshot #>> '{project,group_target}')::int
     order by project.id`,
  );
  return rows.map(({ id }) => id);
};

/**
 * One matchmaker in a project at a time. A statement of its own: the snapshot of a statement that also reads would be
 * older than the lock.
 */
export const tryLockQueue = async (trx: Knex, projectId: number): Promise<boolean> => {
  const { rows } = await trx.raw<{ rows: [{ locked: boolean }] }>(
    `select pg_try_advisory_xact_lock(hashtextextended('matching ' || ?::bigint, 0)) as locked`,
    [projectId],
  );
  return rows[0].locked;
};

/** Oldest first. */
export const listWaiting = async (trx: Knex, projectId: number): Promise<Waiter[]> =>
  trx('participants')
    .where({ project_id: projectId, state: 'waiting' })
    .orderBy(['waiting_since', 'id'])
    .select<Waiter[]>('id', 'user_id');

/**
 * The fence: who is still waiting now, locked until the end of the transaction. However long ago the queue was read,
 * nobody gets into two sessions, and nobody who has left gets into one.
 */
export const lockWaiting = async (trx: Knex, ids: number[]): Promise<Set<number>> => {
  const { rows } = await trx.raw<{ rows: { id: number }[] }>(
    `select id from participants where id = any(?::bigint[]) and state = 'waiting' order by id for no key update`,
    [ids],
  );
  return new Set(rows.map(({ id }) => id));
};

export type Expired = { id: number; project_id: number };

/** Those of them who still wait and whose time is up. */
export const listExpired = async (trx: Knex, ids: number[]): Promise<Expired[]> => {
  const { rows } = await trx.raw<{ rows: Expired[] }>(
    `select id, project_id from participants
     where id = any(?::bigint[]) and state = 'waiting' and waiting_until <= clock_timestamp() order by project_id, id`,
    [ids],
  );
  return rows;
};

export type MatchedProject = { id: number; team_id: number; name: string; is_live: boolean };

export const findProject = async (trx: Knex, projectId: number): Promise<MatchedProject | undefined> => {
  const { rows } = await trx.raw<{ rows: MatchedProject[] }>(
    `select id, team_id, name, ${isLive} as is_live from projects project where id = ?`,
    [projectId],
  );
  return rows[0];
};
