import type { SignInProblem } from '@convomatic/contracts/names';
import type { Browser, SignedIn, SignIns } from '../logins/index.ts';
import type { UnitOfWork, Work } from '../platform/realtime/index.ts';
import { insertUser, lockAccount } from '../users/index.ts';
import type { Account, SignUp } from '../users/index.ts';
import type { Claims } from './claims.ts';
import { findOwner, linkIdentity } from './link-identity.ts';
import type { Stranger } from './link-identity.ts';

type Needs = {
  unitOfWork: UnitOfWork;
  signUp: SignUp;
  signIns: SignIns;
  /** Ends what a login's channel token opens. */
  endChannelToken: (loginId: number) => Promise<void>;
};

type Found = Account | SignInProblem;

const nameOf = ({ provider, claims: { name, email } }: Stranger): string =>
  name || (email?.split('@', 1)[0] ?? provider);

/** Undefined where somebody has the address, also somebody who is no longer here. */
const addAccount = async (
  { trx }: Work,
  stranger: Stranger,
  { email, language }: Pick<Account, 'email' | 'language'>,
): Promise<Account | undefined> => {
  const name = nameOf(stranger);
  const user = await insertUser(trx, { name, email, platform_role: 'user', language });
  return user && lockAccount(trx, { id: user.id });
};

/** Whether the provider vouches for the very address that the account has. */
const isProof = (account: Account, { email, isEmailVerified }: Claims): boolean =>
  isEmailVerified && account.email === email;

/** Signs in whoever a provider says it is. */
export const createSignInByProvider = ({ unitOfWork, signUp, signIns, endChannelToken }: Needs) => {
  const findByAddress = async (
    work: Work,
    stranger: Stranger,
    email: string,
  ): Promise<Account | undefined> =>
    stranger.claims.isEmailVerified ? lockAccount(work.trx, { email }) : undefined;

  /** An address that nobody vouches for is kept where it is free, and opens nothing. */
  const addUnverified = async (work: Work, stranger: Stranger, { language }: Browser): Promise<Found> => {
    if (!signUp.isOpenToAnyone) return 'not_invited';
    const { email } = stranger.claims;
    const named = email === null ? undefined : await addAccount(work, stranger, { email, language });
    return named ?? (await addAccount(work, stranger, { email: null, language })) ?? 'failed';
  };

  /** Of two who come at once with one address, the second finds the first. */
  const addVerified = async (work: Work, stranger: Stranger, browser: Browser): Promise<Found> => {
    const { email } = stranger.claims;
    if (email === null || !(await signUp.isOpenTo(work.trx, email))) return 'not_invited';
    const added = await addAccount(work, stranger, { email, language: browser.language });
    return added ?? (await findByAddress(work, stranger, email)) ?? 'blocked';
  };

  const find = async (work: Work, stranger: Stranger, browser: Browser): Promise<Found> => {
    const owner = await findOwner(work, stranger);
    if (owner !== undefined) return (await lockAccount(work.trx, { id: owner })) ?? 'blocked';
    const { email, isEmailVerified } = stranger.claims;
    const known = email === null ? undefined : await findByAddress(work, stranger, email);
    if (known) return known;
    return (isEmailVerified ? addVerified : addUnverified)(work, stranger, browser);
  };

  const enter = async (work: Work, stranger: Stranger, browser: Browser) => {
    const account = await find(work, stranger, browser);
    if (typeof account === 'string') return { problem: account };
    if (account.blocked_at !== null) return { problem: 'blocked' as const };
    // Before the link: the first proof of an address ends the ways in that were there.
    const proves = isProof(account, stranger.claims);
    const ended = proves ? await signIns.proveAddress(work, account, browser) : [];
    const actor = { user_id: account.id, name: account.name, request: browser.request };
    await linkIdentity(work, actor, stranger);
    const entered = await signIns.enter(work, account, { method: 'openid', browser });
    return { ...entered, ended: [...ended, ...entered.ended] };
  };

  return async (stranger: Stranger, browser: Browser): Promise<SignedIn | { problem: SignInProblem }> => {
    const result = await unitOfWork((work) => enter(work, stranger, browser));
    if ('ended' in result) await Promise.all(result.ended.map(endChannelToken));
    return result;
  };
};

export type SignInByProvider = ReturnType<typeof createSignInByProvider>;
