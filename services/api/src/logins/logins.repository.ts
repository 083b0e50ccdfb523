import type { Login } from '@convomatic/contracts';
import type { PlatformRole, SignInMethod } from '@convomatic/contracts/names';
import type { Knex } from 'knex';

type NewLogin = {
  user_id: number;
  token_hash: string;
  method: SignInMethod;
  user_agent: string | null;
  address: string | null;
  lifetimeMs: number;
};

export const insertLogin = async (trx: Knex, { lifetimeMs, ...login }: NewLogin): Promise<number> => {
  const expires_at = trx.raw('clock_timestamp() + make_interval(secs => ?::float8 / 1000)', [lifetimeMs]);
  const [row] = await trx('logins')
    .insert({ ...login, expires_at })
    .returning<{ id: number }[]>('id');
  if (!row) throw new Error('the login was not inserted');
  return row.id;
};

export type LiveLogin = {
  id: number;
  user_id: number;
  name: string;
  platform_role: PlatformRole;
  /** Not seen for a minute: worth a write. */
  is_stale: boolean;
};

const live = `revoked_at is null and expires_at > clock_timestamp()
       and last_seen_at > clock_timestamp() - interval '7 days' and users.deleted_at is null
       and users.blocked_at is null`;

/** The login with this token, unless it or its person has ended, was blocked, or was not here for seven days. */
export const findLiveLogin = async (knex: Knex, tokenHash: string): Promise<LiveLogin | undefined> => {
  const { rows } = await knex.raw<{ rows: LiveLogin[] }>(
    `select logins.id, user_id, users.name, users.platform_role,
            last_seen_at < clock_timestamp() - interval '1 minute' as is_stale
     from logins join users on users.id = logins.user_id
     where token_hash = ? and ${live}`,
    [tokenHash],
  );
  return rows[0];
};

export const isLoginLive = async (knex: Knex, id: number): Promise<boolean> => {
  const { rows } = await knex.raw<{ rows: unknown[] }>(
    `select 1 from logins join users on users.id = logins.user_id where logins.id = ? and ${live}`,
    [id],
  );
  return rows.length > 0;
};

/** Newest first. */
export const listLiveLogins = async (knex: Knex, userId: number): Promise<Omit<LiveLogin, 'is_stale'>[]> => {
  const { rows } = await knex.raw<{ rows: LiveLogin[] }>(
    `select logins.id, user_id, users.name, users.platform_role
     from logins join users on users.id = logins.user_id
     where user_id = ? and ${live} order by logins.id desc limit 100`,
    [userId],
  );
  return rows;
};

export const touchLogin = async (knex: Knex, id: number): Promise<void> => {
  await knex('logins')
    .where({ id })
    .update({ last_seen_at: knex.raw('clock_timestamp()') });
};

export type OwnLogin = Omit<Login, 'is_current'>;

const ownLogins = (knex: Knex, userId: number) =>
  knex('logins')
    .join('users', 'users.id', 'logins.user_id')
    .where({ user_id: userId })
    .whereRaw(live)
    .select<OwnLogin[]>(
      ...['logins.id', 'logins.name', 'method', 'user_agent', 'address'],
      ...['logins.created_at', 'last_seen_at', 'expires_at'],
    );

/** Newest first. */
export const listOwnLogins = async (knex: Knex, userId: number): Promise<OwnLogin[]> =>
  ownLogins(knex, userId).orderBy('logins.id', 'desc').limit(100);

export const findOwnLogin = async (
  knex: Knex,
  { id, user_id }: { id: number; user_id: number },
): Promise<OwnLogin | undefined> => {
  const [login] = await ownLogins(knex, user_id).where({ 'logins.id': id });
  return login;
};

export const renameLogin = async (trx: Knex, id: number, name: string | null): Promise<void> => {
  await trx('logins')
    .where({ id })
    .update({ name, updated_at: trx.raw('clock_timestamp()') });
};

/** Ids of a person's logins that are not revoked, in a stable order so that two who end them wait for each other. */
export const listOpenLogins = async (trx: Knex, userId: number): Promise<number[]> => {
  const open = trx('logins').where({ user_id: userId }).whereNull('revoked_at').orderBy('id');
  return (await open.select<{ id: number }[]>('id')).map((row) => row.id);
};

/** False when it was revoked before. */
export const revokeLogin = async (trx: Knex, id: number): Promise<boolean> => {
  const now = trx.raw('clock_timestamp()');
  const count = await trx('logins')
    .where({ id })
    .whereNull('revoked_at')
    .update({ revoked_at: now, updated_at: now });
  return count > 0;
};

/** Ids of a person's logins that were opened by one user agent and are not revoked. */
export const listLoginsByAgent = async (trx: Knex, userId: number, userAgent: string): Promise<number[]> => {
  const rows = await trx('logins')
    .where({ user_id: userId, user_agent: userAgent })
    .whereNull('revoked_at')
    .select<{ id: number }[]>('id');
  return rows.map((row) => row.id);
};

/** Removes logins that ended long ago; answers how many, at most `limit`. */
export const removeDeadLogins = async (knex: Knex, limit: number): Promise<number> => {
  const { rowCount } = await knex.raw<{ rowCount: number }>(
    `delete from logins where id in (
       select id from logins
       where least(revoked_at, expires_at, last_seen_at + interval '7 days')
               < clock_timestamp() - interval '90 days'
         and not exists (select 1 from identity_requests where link_login_id = logins.id)
       limit ? for update skip locked)`,
    [limit],
  );
  return rowCount;
};
