import type { PlatformRole } from '@convomatic/contracts/names';
import type { Knex } from 'knex';

type NewLogin = { user_id: number; token_hash: string; user_agent: string | null; lifetimeMs: number };

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
       and last_seen_at > clock_timestamp() - interval '7 days' and users.deleted_at is null`;

/** The login with this token, unless it was revoked, has ended, or was not used for seven days. */
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
