import type { User } from '@convomatic/contracts';
import type { Language, SignInMethod } from '@convomatic/contracts/names';
import { AppError } from '@convomatic/kit/errors';
import { audit } from '../platform/audit.ts';
import type { Work } from '../platform/realtime/index.ts';
import { createTeam, findFirstTeamOf } from '../teams/index.ts';
import { findUser, insertUser, lockAccount } from '../users/index.ts';
import type { Account, SignUp } from '../users/index.ts';
import type { Browser } from './browser.ts';
import { endLogins } from './end-logins.ts';
import type { Actor } from './end-logins.ts';
import { openLogin } from './open-login.ts';
import { createProveAddress } from './prove-address.ts';

type Needs = { signUp: SignUp };

/** `ended` are the logins whose channel tokens end after the commit. */
export type SignedIn = { user: User; token: string; ended: number[] };

const nameFrom = (email: string): string => email.split('@', 1)[0] ?? email;

export const requireUnblocked = ({ blocked_at }: Pick<Account, 'blocked_at'>): void => {
  if (blocked_at === null) return;
  throw new AppError('forbidden', 'This account is blocked. Ask the people who run this site why.');
};

/** Without a team there would be nothing to do after signing in. */
const ensureTeam = async (work: Work, user: User): Promise<void> => {
  if (await findFirstTeamOf(work.trx, user.id)) return;
  await createTeam(work, { name: `${user.name}’s team`, owner: user });
};

const actorOf = (user: User, { request }: Browser): Actor => ({ user_id: user.id, name: user.name, request });

type Proven = { email: string; language: Language };

/** The steps that every way of signing in is made of, each inside a unit of work. */
export const createSignIns = ({ signUp }: Needs) => {
  const proveAddress = createProveAddress({ signUp });

  /** The person with a proven address, locked; somebody who is new becomes a user, where that is open to them. */
  const admit = async ({ trx }: Work, { email, language }: Proven): Promise<Account> => {
    const known = await lockAccount(trx, { email });
    if (known) return known;
    if (!(await signUp.isOpenTo(trx, email))) {
      const message = 'There is no account for this address, and new people come by invitation alone.';
      throw new AppError('forbidden', message);
    }
    await insertUser(trx, { name: nameFrom(email), email, platform_role: 'user', language });
    const added = await lockAccount(trx, { email });
    if (!added) throw new AppError('token_invalid', 'This address can no longer sign in.');
    return added;
  };

  /** Opens a login with a new token; the one that the browser had ends, whoever's it was. */
  const enter = async (
    work: Work,
    account: Account,
    { method, browser }: { method: SignInMethod; browser: Browser },
  ): Promise<SignedIn> => {
    requireUnblocked(account);
    const user = (await findUser(work.trx, account.id)) ?? account;
    const actor = actorOf(user, browser);
    await ensureTeam(work, user);
    const ended = browser.login ? await endLogins(work, [browser.login], actor) : [];
    const { userAgent, request } = browser;
    const { address } = request;
    const { id, token } = await openLogin(work.trx, { user_id: user.id, method, userAgent, address });
    await audit(work.trx, actor, { action: 'login.create', team_id: null, subject: { type: 'login', id } });
    return { user, token, ended };
  };

  return {
    admit,
    proveAddress,
    enter,

    /** Signs in whoever has just proved to have this address. */
    byAddress: async (
      work: Work,
      { email, method, browser }: { email: string; method: SignInMethod; browser: Browser },
    ): Promise<SignedIn> => {
      const account = await admit(work, { email, language: browser.language });
      requireUnblocked(account);
      const ended = await proveAddress(work, account, browser);
      const entered = await enter(work, account, { method, browser });
      return { ...entered, ended: [...ended, ...entered.ended] };
    },
  };
};

export type SignIns = ReturnType<typeof createSignIns>;
