import type { Knex } from 'knex';

type Renamed = { group_id: number; is_there: boolean };

/** The person's new name in all their teams; answers the teams that are there, and not removed. */
export const renameMemberships = async (trx: Knex, userId: number, name: string): Promise<number[]> => {
  const { rows } = await trx.raw<{ rows: Renamed[] }>(
    `update memberships set name = ?, updated_at = clock_timestamp()
     from teams where teams.id = group_id and user_id = ? and left_at is null
     returning group_id, teams.deleted_at is null as is_there`,
    [name, userId],
  );
  return rows.filter((row) => row.is_there).map((row) => row.group_id);
};
