import type { Boot } from '@convomatic/contracts';
import type { Knex } from 'knex';

type Realtime = Pick<Boot, 'epoch' | 'server_time'>;

/** Groups that this person is in now: all teams, or one session. */
export const listGroups = async (
  trx: Knex,
  userId: number,
  only: { kind: 'team' } | { id: number },
): Promise<Boot['groups']> =>
  trx('memberships')
    .join('groups', 'groups.id', 'memberships.group_id')
    .leftJoin('teams', 'teams.id', 'groups.id')
    .where('memberships.user_id', userId)
    .where('kind' in only ? { 'groups.kind': only.kind } : { 'groups.id': only.id })
    .whereNull('memberships.left_at')
    .whereNull('teams.deleted_at')
    .orderBy('groups.id')
    .select<Boot['groups']>('groups.id', 'groups.kind', 'groups.name', 'memberships.role');

/** The epoch of the numbers, and the server's clock. */
export const readRealtime = async (trx: Knex): Promise<Realtime> => {
  const [realtime] = await trx('realtime').select<Realtime[]>(
    'epoch',
    trx.raw('clock_timestamp() as server_time'),
  );
  if (!realtime) throw new Error('the database has no epoch');
  return realtime;
};
