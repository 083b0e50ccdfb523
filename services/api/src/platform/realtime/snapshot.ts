import type { Knex } from 'knex';

/** Runs reads in one repeatable-read transaction, so that state and room numbers agree. */
export const readSnapshot = <T>(knex: Knex, read: (trx: Knex) => Promise<T>): Promise<T> =>
  knex.transaction(read, { isolationLevel: 'repeatable read', readOnly: true });
