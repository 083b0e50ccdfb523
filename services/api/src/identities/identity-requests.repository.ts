import type { Knex } from 'knex';
import type { Secrets } from './authorization.ts';

/** A sign-in that is on its way at a provider. */
export type IdentityRequest = Secrets & {
  provider: string;
  return_path: string | null;
  /** The login that asked to link an account; null for a sign-in. */
  link_login_id: number | null;
};

type NewRequest = IdentityRequest & { token_hash: string; lifetimeMs: number };

export const insertRequest = async (knex: Knex, { lifetimeMs, ...request }: NewRequest): Promise<void> => {
  const expires_at = knex.raw('clock_timestamp() + make_interval(secs => ?::float8 / 1000)', [lifetimeMs]);
  await knex('identity_requests').insert({ ...request, expires_at });
};

type Key = { provider: string; state: string; token_hash: string };

/** Uses the request up; undefined when it is unknown, used, too old, another provider's or another browser's. */
export const useRequest = async (knex: Knex, key: Key): Promise<IdentityRequest | undefined> => {
  const { rows } = await knex.raw<{ rows: IdentityRequest[] }>(
    `update identity_requests set used_at = clock_timestamp()
     where provider = :provider and state = :state and token_hash = :token_hash
       and used_at is null and expires_at > clock_timestamp()
     returning provider, state, nonce, code_verifier, return_path, link_login_id`,
    key,
  );
  return rows[0];
};

/** A day after they expired they explain nothing any more. Answers how many were removed, at most `limit`. */
export const removeOldRequests = async (knex: Knex, limit: number): Promise<number> => {
  const { rowCount } = await knex.raw<{ rowCount: number }>(
    `delete from identity_requests where id in (
       select id from identity_requests where expires_at < clock_timestamp() - interval '1 day'
       limit ? for update skip locked)`,
    [limit],
  );
  return rowCount;
};
