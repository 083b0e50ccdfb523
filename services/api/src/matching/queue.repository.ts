import type { Knex } from 'knex';
import type { ParticipantState } from '@convomatic/contracts/names';
import type { Waiter } from './grouping.ts';

/** Groups form within a run; null for people from before there were runs. */
export type QueueKey = { project_id: number; run_id: number | null };

const isLive = `project.status = 'live' and project.deleted_at is null
       and exists (select from teams where teams.id = project.team_id and teams.deleted_at is null)`;

/** Runs of live projects in which enough people wait for a full group of the newest version. */
export const listMatchable = async (knex: Knex): Promise<QueueKey[]> => {
  const { rows } = await knex.raw<{ rows: QueueKey[] }>(
    `select project.id as project_id, queue.run_id from projects project
     join versions v on v.project_id = project.id and v.number = project.published_number
     join lateral (
       select run_id, count(*) as waiting from participants
       where project_id = project.id and state = 'waiting' group by run_id
     ) as queue on true
     where ${isLive}
       and queue.waiting >= (v.snapshot #>> '{project,group_target}')::int
     order by project.id, queue.run_id`,
  );
  return rows;
};

/**
 * One matchmaker in a project at a time. A statement of its own: the snapshot of a statement that also reads would be
 * older than the lock.
 */
export const tryLockQueue = async (trx: Knex, { project_id }: QueueKey): Promise<boolean> => {
  const { rows } = await trx.raw<{ rows: [{ locked: boolean }] }>(
    `select pg_try_advisory_xact_lock(hashtextextended('matching ' || ?::bigint, 0)) as locked`,
    [project_id],
  );
  return rows[0].locked;
};

/** Oldest first. */
export const listWaiting = async (trx: Knex, { project_id, run_id }: QueueKey): Promise<Waiter[]> => {
  const { rows } = await trx.raw<{ rows: Waiter[] }>(
    `select id, user_id, name from participants
     where project_id = ? and state = 'waiting' and run_id is not distinct from ?::bigint
     order by waiting_since, id`,
    [project_id, run_id],
  );
  return rows;
};

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

export type Expired = QueueKey & { id: number; state: ParticipantState };

/** Those of them whose time to wait, or to come back, is up; and those who are just asked whether they are there. */
export const listExpired = async (trx: Knex, ids: number[]): Promise<Expired[]> => {
  const { rows } = await trx.raw<{ rows: Expired[] }>(
    `select id, project_id, run_id, state from participants
     where id = any(?::bigint[])
       and (state = 'ready' or (state in ('waiting', 'aside') and waiting_until <= clock_timestamp()))
     order by project_id, run_id, id`,
    [ids],
  );
  return rows;
};

export type MatchedProject = QueueKey & {
  team_id: number;
  is_live: boolean;
  /** Of the run. */ seed: string | null;
};

export const findProject = async (
  trx: Knex,
  { project_id, run_id }: QueueKey,
): Promise<MatchedProject | undefined> => {
  const { rows } = await trx.raw<{ rows: MatchedProject[] }>(
    `select project.id as project_id, project.team_id, ${isLive} as is_live, run.id as run_id, run.seed
     from projects project left join runs run on run.id = ? where project.id = ?`,
    [run_id, project_id],
  );
  return rows[0];
};
