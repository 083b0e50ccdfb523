import type { Knex } from 'knex';
import { endEmailChanges } from '../users/index.ts';

type NewChange = { user_id: number; email: string; token_hash: string; lifetimeMs: number };

/** The one request of this person that counts from now on. */
export const replaceEmailChange = async (trx: Knex, { lifetimeMs, ...change }: NewChange): Promise<void> => {
  await endEmailChanges(trx, change.user_id);
  const expires_at = trx.raw('clock_timestamp() + make_interval(secs => ?::float8 / 1000)', [lifetimeMs]);
  await trx('email_changes').insert({ ...change, expires_at });
};

type EmailChange = { user_id: number; email: string };

/** Uses the link up; undefined when it is unknown, used or too old. One of two at once gets it. */
export const useEmailChange = async (trx: Knex, tokenHash: string): Promise<EmailChange | undefined> => {
  const { rows } = await trx.raw<{ rows: EmailChange[] }>(
    `update email_changes set used_at = clock_timestamp()
     where token_hash = ? and used_at is null and expires_at > clock_timestamp() returning user_id, email`,
    [tokenHash],
  );
  return rows[0];
};

export const hasEmailChange = async (trx: Knex, tokenHash: string): Promise<boolean> =>
  (await trx('email_changes').where({ token_hash: tokenHash }).first('id')) !== undefined;

/** Answers how many were removed, at most `limit`. */
export const removeOldEmailChanges = async (knex: Knex, limit: number): Promise<number> => {
  const { rowCount } = await knex.raw<{ rowCount: number }>(
    `delete from email_changes where id in (
       select id from email_changes where expires_at < clock_timestamp() - interval '7 days'
       limit ? for update skip locked)`,
    [limit],
  );
  return rowCount;
};
