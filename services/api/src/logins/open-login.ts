import type { SignInMethod } from '@convomatic/contracts/names';
import { hashToken, newToken } from '@convomatic/kit/tokens';
import type { Knex } from 'knex';
import { insertLogin } from './logins.repository.ts';

const day = 24 * 60 * 60_000;

/** A login ends after this time, however much it is used. */
export const loginLifetimeMs = 30 * day;

const maxAgentLength = 300;

type Opening = {
  user_id: number;
  method: SignInMethod;
  userAgent: string | undefined;
  /** From where it is opened. */
  address: string | null;
};

/** The token is known to the browser alone; its hash is stored. */
export const openLogin = async (
  trx: Knex,
  { user_id, method, userAgent, address }: Opening,
): Promise<{ id: number; token: string }> => {
  const token = newToken();
  const id = await insertLogin(trx, {
    user_id,
    method,
    address,
    token_hash: hashToken(token),
    user_agent: userAgent?.slice(0, maxAgentLength) ?? null,
    lifetimeMs: loginLifetimeMs,
  });
  return { id, token };
};
