import type { ParticipantState } from '@convomatic/contracts/names';
import type { Knex } from 'knex';
import type { FrozenVersion } from '../versions/index.ts';
import type { Forming } from './formings.repository.ts';
import type { Group, Waiter } from './grouping.ts';

export type NewPending = { team_id: number; forming_id: number; version_id: number; ready_check_ms: number };

/** The groups, their members as asked, and the limits of the asking. */
export const insertPendingGroups = async (trx: Knex, groups: Group[], pending: NewPending): Promise<void> => {
  const { rows } = await trx.raw<{ rows: { id: number }[] }>(
    `insert into pending_groups (team_id, forming_id, version_id, size, ready_until)
     select :team_id, :forming_id, :version_id, size, clock.at + make_interval(secs => :ready_check_ms::float8 / 1000)
     from unnest(:sizes::int[]) with ordinality as one(size, place), (select clock_timestamp() as at) as clock
     order by place returning id`,
    { ...pending, sizes: groups.map((group) => group.length) },
  );
  const members = groups.flatMap((group, index) =>
    group.map(({ id }) => ({ id, pending_group_id: rows[index]?.id })),
  );
  await trx.raw(
    `with due as (
       insert into due_rows (team_id, kind, subject_id, due_at)
       select team_id, 'ready_limit', id, ready_until from pending_groups where id = any(:ids::bigint[])
     )
     update participants p
     set state = 'ready', pending_group_id = pending.id, ready_until = pending.ready_until, ready_at = null,
       updated_at = clock_timestamp()
     from jsonb_to_recordset(:members::jsonb) as m(id bigint, pending_group_id bigint)
     join pending_groups pending on pending.id = m.pending_group_id
     where p.id = m.id`,
    { ids: rows.map(({ id }) => id), members: JSON.stringify(members) },
  );
};

export const findPendingId = async (trx: Knex, participantId: number): Promise<number | null> => {
  const row = await trx('participants')
    .where({ id: participantId })
    .first<{ pending_group_id: number | null } | undefined>('pending_group_id');
  return row?.pending_group_id ?? null;
};

export type Asked = Waiter & { state: ParticipantState; pending_group_id: number; has_confirmed: boolean };

/** The members of these groups who are still asked, oldest first; locked. */
export const lockAsked = async (trx: Knex, pendingIds: number[]): Promise<Asked[]> => {
  const { rows } = await trx.raw<{ rows: Asked[] }>(
    `with asked as materialized (
       select * from participants where pending_group_id = any(?::bigint[]) and state = 'ready'
       order by id for no key update)
     select id, user_id, name, state, pending_group_id, ready_at is not null as has_confirmed
     from asked order by waiting_since, id`,
    [pendingIds],
  );
  return rows;
};

/** Members of these groups, not locked. */
export const listAskedIds = async (trx: Knex, pendingIds: number[]): Promise<number[]> =>
  trx('participants').whereIn('pending_group_id', pendingIds).where({ state: 'ready' }).pluck<number[]>('id');

export const updateConfirmed = async (trx: Knex, participantId: number): Promise<void> => {
  const now = trx.raw('clock_timestamp()');
  await trx('participants').where({ id: participantId }).update({ ready_at: now, updated_at: now });
};

const noLongerAsked = `ready_until = null, ready_at = null, pending_group_id = null, updated_at = clock_timestamp()`;

/** Back into the queue, at the place that they had. */
export const updateReleased = async (trx: Knex, ids: number[]): Promise<void> => {
  await trx.raw(`update participants set state = 'waiting', ${noLongerAsked} where id = any(?::bigint[])`, [
    ids,
  ]);
};

/** They have as long to come back as anybody has to wait. */
export const updateAside = async (trx: Knex, ids: number[]): Promise<void> => {
  await trx.raw(
    `update participants p
     set state = 'aside', ${noLongerAsked}, waiting_until = clock_timestamp()
         + make_interval(secs => (v.snapshot #>> '{project,waiting_limit_ms}')::float8 / 1000)
     from versions v where v.id = p.version_id and p.id = any(?::bigint[])`,
    [ids],
  );
};

export type PendingGroup = { size: number; forming: Forming; version: FrozenVersion };

export const findPendingGroup = async (trx: Knex, id: number): Promise<PendingGroup | undefined> => {
  const { rows } = await trx.raw<{ rows: PendingGroup[] }>(
    `select pending.size,
       jsonb_build_object('id', f.id, 'team_id', f.team_id, 'project_id', f.project_id, 'run_id', f.run_id,
         'seed', f.seed) as forming,
       jsonb_build_object('id', v.id, 'project_id', v.project_id, 'number', v.number, 'published_by', v.published_by,
         'published_at', iso(v.published_at), 'snapshot', v.snapshot) as version
     from pending_groups pending
     join formings f on f.id = pending.forming_id
     join versions v on v.id = pending.version_id
     where pending.id = ?`,
    [id],
  );
  return rows[0];
};
