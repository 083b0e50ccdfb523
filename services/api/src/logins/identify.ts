import { hashToken } from '@convomatic/kit/tokens';
import type { Knex } from 'knex';
import type { Caller, Identify } from '../platform/caller.ts';
import type { LoginCookie } from './login-cookie.ts';
import { findLiveLogin, listLiveLogins, touchLogin } from './logins.repository.ts';
import type { LiveLogin } from './logins.repository.ts';

type Needs = {
  knex: Knex;
  cookie: LoginCookie;
  findParticipantCaller: (tokenHash: string) => Promise<Caller | null>;
};

const bearer = /^Bearer ([\w-]{20,200})$/i;

type LoginCaller = Caller & { login_id: number };

const callerOfLogin = ({ id, user_id, name, platform_role }: Omit<LiveLogin, 'is_stale'>): LoginCaller => ({
  user_id,
  name,
  platform_role,
  login_id: id,
  participant: null,
  request: null,
});

/** A person as the caller of each login that is open. */
export const listLoginCallers = async (knex: Knex, userId: number): Promise<LoginCaller[]> =>
  (await listLiveLogins(knex, userId)).map(callerOfLogin);

const findLoginCaller = async (knex: Knex, token: string): Promise<Caller | null> => {
  const login = await findLiveLogin(knex, hashToken(token));
  if (!login) return null;
  if (login.is_stale) await touchLogin(knex, login.id);
  return callerOfLogin(login);
};

/**
 * Who asks. A token in the header was put there on purpose and counts alone: a researcher who tries the join page in
 * the same browser is a participant there, whatever cookie the browser adds.
 */
export const createIdentify =
  ({ knex, cookie, findParticipantCaller }: Needs): Identify =>
  async (req) => {
    const authorization = req.get('authorization');
    if (authorization !== undefined) {
      const token = bearer.exec(authorization)?.[1];
      return token === undefined ? null : findParticipantCaller(hashToken(token));
    }
    const token = cookie.read(req);
    return token === undefined ? null : findLoginCaller(knex, token);
  };
