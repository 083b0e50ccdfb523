import type { Knex } from 'knex';

type NewLink = { email: string; token_hash: string; lifetimeMs: number };

export const insertLoginLink = async (trx: Knex, { lifetimeMs, ...link }: NewLink): Promise<void> => {
  const expires_at = trx.raw('clock_timestamp() + make_interval(secs => ?::float8 / 1000)', [lifetimeMs]);
  await trx('login_links').insert({ ...link, expires_at });
};

/** Uses the link up and answers whose it is; undefined when it is unknown, used or too old. One of two at once gets it. */
export const useLoginLink = async (trx: Knex, tokenHash: string): Promise<string | undefined> => {
  const { rows } = await trx.raw<{ rows: { email: string }[] }>(
    `update login_links set used_at = clock_timestamp()
     where token_hash = ? and used_at is null and expires_at > clock_timestamp() returning email`,
    [tokenHash],
  );
  return rows[0]?.email;
};

export const hasLoginLink = async (trx: Knex, tokenHash: string): Promise<boolean> =>
  (await trx('login_links').where({ token_hash: tokenHash }).first('id')) !== undefined;
