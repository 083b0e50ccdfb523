import type { Knex } from 'knex';

/** Accounts at providers open this user no more. */
export const removeIdentities = async (trx: Knex, userId: number): Promise<void> => {
  await trx('identities').where({ user_id: userId }).del();
};

/** Links to addresses that this user was to get are worth nothing any more. */
export const endEmailChanges = async (trx: Knex, userId: number): Promise<void> => {
  const used_at = trx.raw('clock_timestamp()');
  await trx('email_changes').where({ user_id: userId }).whereNull('used_at').update({ used_at });
};
