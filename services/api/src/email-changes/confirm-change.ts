import { isUniqueViolation } from '@convomatic/kit/database';
import { AppError } from '@convomatic/kit/errors';
import { hashToken } from '@convomatic/kit/tokens';
import type { Knex } from 'knex';
import { endLoginsOf, requireUnblocked } from '../logins/index.ts';
import type { Browser, SignedIn, SignIns } from '../logins/index.ts';
import { queueMail } from '../mails/index.ts';
import { audit } from '../platform/audit.ts';
import type { UnitOfWork, Work } from '../platform/realtime/index.ts';
import { announceUser, findUser, removeIdentities, updateAccount } from '../users/index.ts';
import type { Account, SignUp } from '../users/index.ts';
import { changedMail } from './email-change-mails.ts';
import { hasEmailChange, useEmailChange } from './email-changes.repository.ts';
import { mayHave, requireAccount } from './request-change.ts';
import type { Change } from './request-change.ts';

type Needs = {
  unitOfWork: UnitOfWork;
  signUp: SignUp;
  signIns: SignIns;
  endChannelToken: (loginId: number) => Promise<void>;
};

/** Without a token the browser keeps the login that it has. */
export type Confirmed = Omit<SignedIn, 'token' | 'ended'> & { token: string | null };

const requireChange = async (trx: Knex, token: string): Promise<Change> => {
  const hash = hashToken(token);
  const change = await useEmailChange(trx, hash);
  if (change) return { account: await requireAccount(trx, change.user_id), email: change.email };
  throw (await hasEmailChange(trx, hash))
    ? new AppError(
        'token_expired',
        'This link was used already, is too old, or a later one took its place. Ask for a new one.',
      )
    : new AppError('token_invalid', 'This link is not valid. Copy the whole address, or ask for a new one.');
};

/** Two accounts are never made one: nobody could say whose history it is. */
const isTaken = (): AppError =>
  new AppError(
    'email_taken',
    'Another account has this address already. Sign in with it there, or use a different address here.',
  );

const write = async ({ trx }: Work, { account, email }: Change): Promise<void> => {
  const role = account.platform_role === 'guest' ? ({ platform_role: 'user' } as const) : {};
  try {
    await updateAccount(trx, account.id, { email, is_proved: true, ...role });
  } catch (error) {
    throw isUniqueViolation(error) ? isTaken() : error;
  }
};

const tell = async (work: Work, { account, email }: Change, { request }: Browser): Promise<void> => {
  const { id, name, language, email: former } = account;
  announceUser(work, id);
  const fields = account.platform_role === 'guest' ? ['email', 'platform_role'] : ['email'];
  const actor = { user_id: id, name, request };
  await audit(work.trx, actor, {
    action: 'user.update',
    team_id: null,
    subject: { type: 'user', id },
    fields,
  });
  // An address that was never proved may be a stranger's.
  if (former !== null && former !== email && account.email_proved_at !== null) {
    await queueMail(work.trx, changedMail({ email: former, language }));
  }
};

/** The address is the person's from now on, and this browser the only one that is signed in as them. */
export const createConfirmChange = ({ unitOfWork, signUp, signIns, endChannelToken }: Needs) => {
  const enter = async (work: Work, account: Account, browser: Browser): Promise<SignedIn | null> => {
    if (browser.login?.user_id === account.id) return null;
    return signIns.enter(work, account, { method: 'link', browser });
  };

  const confirm = async (work: Work, token: string, browser: Browser) => {
    const change = await requireChange(work.trx, token);
    const { account, email } = change;
    requireUnblocked(account);
    if (!(await mayHave(work.trx, signUp, change))) {
      throw new AppError('forbidden', 'New people come by invitation alone. Ask for one to this address.');
    }
    await write(work, change);
    await tell(work, change, browser);
    const proved = await signIns.proveAddress(work, { ...account, email }, browser);
    const own = browser.login?.user_id === account.id ? browser.login.id : null;
    // Who made the account may be somebody else than who reads this mail, and has linked accounts of their own.
    if (own === null) await removeIdentities(work.trx, account.id);
    const actor = { user_id: account.id, name: account.name, request: browser.request };
    const others = await endLoginsOf(work, { user_id: account.id, except: own, actor });
    const entered = await enter(work, account, browser);
    const user = await findUser(work.trx, account.id);
    return { user, entered, ended: [...proved, ...others, ...(entered?.ended ?? [])] };
  };

  return async (token: string, browser: Browser): Promise<Confirmed> => {
    const { user, entered, ended } = await unitOfWork((work) => confirm(work, token, browser));
    await Promise.all(ended.map(endChannelToken));
    if (!user) throw new AppError('unauthenticated', 'This person is no longer here.');
    return { user, token: entered?.token ?? null };
  };
};
