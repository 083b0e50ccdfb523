import type { Knex } from 'knex';

/** The time of the database, which is the time of everything that is due. */
export const readTime = async (trx: Knex): Promise<string> => {
  const { rows } = await trx.raw<{ rows: [{ at: string }] }>('select iso(clock_timestamp()) as at');
  return rows[0].at;
};
