import { AppError } from '@convomatic/kit/errors';
import { hashToken, newToken } from '@convomatic/kit/tokens';
import type { Knex } from 'knex';
import { noAccountMail } from '../login-links/index.ts';
import { queueMail } from '../mails/index.ts';
import { audit } from '../platform/audit.ts';
import type { Caller } from '../platform/caller.ts';
import type { UnitOfWork } from '../platform/realtime/index.ts';
import { lockAccount } from '../users/index.ts';
import type { Account, SignUp } from '../users/index.ts';
import { confirmMail, confirmUrl } from './email-change-mails.ts';
import { replaceEmailChange } from './email-changes.repository.ts';

type Needs = { unitOfWork: UnitOfWork; signUp: SignUp; publicUrl: string };

/** The address that somebody is to get. */
export type Change = { account: Account; email: string };

const linkHours = 24;

/** A participant's token is good for a talk: it gives a guest an address, and changes nobody's. */
const requireMayAsk = (caller: Caller, { account, email }: Change): void => {
  if (caller.login_id === null && account.email !== null) {
    throw new AppError('forbidden', 'You have an address already. Sign in with it to change it.');
  }
  if (account.email === email && account.email_proved_at !== null) {
    throw new AppError('invalid_input', 'This is your address already.', {
      fields: { email: 'is your address already' },
    });
  }
};

export const requireAccount = async (trx: Knex, id: number): Promise<Account> => {
  const account = await lockAccount(trx, { id });
  if (!account) throw new AppError('unauthenticated', 'This person is no longer here.');
  return account;
};

/** Where a guest becomes a user, the rules of signing up hold. */
export const mayHave = async (trx: Knex, signUp: SignUp, { account, email }: Change): Promise<boolean> =>
  account.platform_role !== 'guest' || (await signUp.isOpenTo(trx, email));

/** Mails the link; whether somebody else has the address is told to those alone who can read its mail. */
export const createRequestChange =
  ({ unitOfWork, signUp, publicUrl }: Needs) =>
  (caller: Caller, email: string): Promise<void> =>
    unitOfWork(async ({ trx }) => {
      const account = await requireAccount(trx, caller.user_id);
      requireMayAsk(caller, { account, email });
      const token = newToken();
      const change = { user_id: account.id, email, token_hash: hashToken(token) };
      await replaceEmailChange(trx, { ...change, lifetimeMs: linkHours * 60 * 60_000 });
      const to = { email, language: account.language };
      const mail = (await mayHave(trx, signUp, { account, email }))
        ? confirmMail(to, { url: confirmUrl(publicUrl, token), hours: linkHours })
        : noAccountMail(to, publicUrl);
      await queueMail(trx, mail);
      const subject = { type: 'user', id: account.id };
      await audit(trx, caller, {
        action: 'email_change.create',
        team_id: null,
        subject,
        fields: ['email'],
      });
    });
