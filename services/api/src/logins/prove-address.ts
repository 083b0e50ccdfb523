import { audit } from '../platform/audit.ts';
import type { Work } from '../platform/realtime/index.ts';
import { announceUser, removeIdentities, updateAccount } from '../users/index.ts';
import type { Account, SignUp } from '../users/index.ts';
import type { Browser } from './browser.ts';
import { endLoginsOf } from './end-logins.ts';

type Needs = { signUp: SignUp };

/**
 * Whoever made an account with an address that they had not proved may have been somebody else, who waits for its owner
 * to come. So the first proof ends every other way in: logins, accounts at providers, changes of address on their way.
 * Only somebody who is signed in as that person while proving it keeps their own.
 */
export const createProveAddress = ({ signUp }: Needs) => {
  const endOtherWays = async (work: Work, account: Account, browser: Browser): Promise<number[]> => {
    const { login, request } = browser;
    const own = login?.user_id === account.id ? login.id : null;
    if (own === null) await removeIdentities(work.trx, account.id);
    const actor = { user_id: account.id, name: account.name, request };
    return endLoginsOf(work, { user_id: account.id, except: own, actor });
  };

  const appoint = async (work: Work, account: Account, { request }: Browser): Promise<void> => {
    if (account.platform_role === 'admin' || !signUp.isAppointed(account.email ?? '')) return;
    await updateAccount(work.trx, account.id, { platform_role: 'admin' });
    announceUser(work, account.id);
    const actor = { user_id: account.id, name: account.name, request };
    const subject = { type: 'user', id: account.id };
    await audit(work.trx, actor, {
      action: 'user.update',
      team_id: null,
      subject,
      fields: ['platform_role'],
    });
  };

  /** The account's address is proved by whoever uses this browser; answers the logins that ended. */
  return async (work: Work, account: Account, browser: Browser): Promise<number[]> => {
    await appoint(work, account, browser);
    if (account.email_proved_at !== null) return [];
    await updateAccount(work.trx, account.id, { is_proved: true });
    return endOtherWays(work, account, browser);
  };
};
