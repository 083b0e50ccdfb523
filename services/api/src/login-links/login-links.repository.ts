import type { Knex } from 'knex';

type NewLink = {
  email: string;
  token_hash: string;
  request_hash?: string;
  code_hash?: string;
  lifetimeMs: number;
};

export const insertLoginLink = async (trx: Knex, { lifetimeMs, ...link }: NewLink): Promise<void> => {
  const expires_at = trx.raw('clock_timestamp() + make_interval(secs => ?::float8 / 1000)', [lifetimeMs]);
  await trx('login_links').insert({ ...link, expires_at });
};

/** Ends the links of an address that are open, but for the newest. */
export const endOlderLinks = async (trx: Knex, email: string, keep: number): Promise<void> => {
  await trx.raw(
    `update login_links set used_at = clock_timestamp()
     where email = ? and used_at is null
       and id not in (select id from login_links where email = ? order by id desc limit ?)`,
    [email, email, keep],
  );
};

export type LoginLink = { id: number; email: string };

type Key = { token_hash: string } | { request_hash: string };

export const findLoginLink = async (knex: Knex, key: Key): Promise<LoginLink | undefined> =>
  knex('login_links').where(key).first<LoginLink>('id', 'email');

const isOpen = 'used_at is null and tries_left > 0 and expires_at > clock_timestamp()';

export type Try = { code_hash: string | null; tries_left: number };

const triesOfLink = 5;
/** A million codes are not guessed at this rate, whoever asks for mail after mail, also while nothing limits them. */
const triesOfAddressADay = 50;

/** Takes one of the tries that are left; each of two at once takes its own. Undefined when the code is over. */
export const takeTry = async (knex: Knex, id: number): Promise<Try | undefined> => {
  const { rows } = await knex.raw<{ rows: Try[] }>(
    `update login_links set tries_left = tries_left - 1 where id = ? and ${isOpen}
       and (select sum(? - recent.tries_left) from login_links recent
            where recent.email = login_links.email and recent.created_at > clock_timestamp() - interval '1 day') < ?
     returning code_hash, tries_left`,
    [id, triesOfLink, triesOfAddressADay],
  );
  return rows[0];
};

/** Uses a link up by its token. One of two at once gets it; wrong codes, too many of them, have ended it. */
export const useByToken = async (trx: Knex, id: number): Promise<boolean> => {
  const now = trx.raw('clock_timestamp()');
  return (await trx('login_links').where({ id }).whereRaw(isOpen).update({ used_at: now })) > 0;
};

/** Uses a link up by its code, whose try was taken: it may have been the last one. */
export const useByCode = async (trx: Knex, id: number): Promise<boolean> => {
  const now = trx.raw('clock_timestamp()');
  const open = trx('login_links').where({ id }).whereNull('used_at').where('expires_at', '>', now);
  return (await open.update({ used_at: now })) > 0;
};

/** Answers how many were removed, at most `limit`. */
export const removeOldLinks = async (knex: Knex, limit: number): Promise<number> => {
  const { rowCount } = await knex.raw<{ rowCount: number }>(
    `delete from login_links where id in (
       select id from login_links where expires_at < clock_timestamp() - interval '1 day'
       limit ? for update skip locked)`,
    [limit],
  );
  return rowCount;
};
