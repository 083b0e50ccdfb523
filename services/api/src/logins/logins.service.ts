import type { Login } from '@convomatic/contracts';
import { AppError } from '@convomatic/kit/errors';
import type { Knex } from 'knex';
import type { LoginLinks, Proof } from '../login-links/index.ts';
import { audit } from '../platform/audit.ts';
import type { Caller } from '../platform/caller.ts';
import type { UnitOfWork, Work } from '../platform/realtime/index.ts';
import { endEmailChanges } from '../users/index.ts';
import type { Browser } from './browser.ts';
import type { CountSignIn } from './count-sign-ins.ts';
import { endLogins, endLoginsOf } from './end-logins.ts';
import { findOwnLogin, listOwnLogins, renameLogin } from './logins.repository.ts';
import type { OwnLogin } from './logins.repository.ts';
import type { SignedIn, SignIns } from './sign-ins.ts';

type Needs = {
  knex: Knex;
  unitOfWork: UnitOfWork;
  loginLinks: LoginLinks;
  signIns: SignIns;
  countSignIn: CountSignIn;
  /** Ends what the login's channel token opens. */
  endChannelToken: (loginId: number) => Promise<void>;
};

const asSeenBy =
  ({ login_id }: Caller) =>
  (login: OwnLogin): Login => ({ ...login, is_current: login.id === login_id });

/** Strangers' logins are told apart from none at all by nobody. */
const requireOwn = async (trx: Knex, caller: Caller, id: number): Promise<OwnLogin> => {
  const login = await findOwnLogin(trx, { id, user_id: caller.user_id });
  if (!login) throw new AppError('not_found', 'There is no such login. It may have ended already.');
  return login;
};

export const createLogins = ({ knex, unitOfWork, endChannelToken, ...needs }: Needs) => {
  const { loginLinks, signIns, countSignIn } = needs;

  /** The logins that a unit of work has ended lose their channel tokens once it is committed. */
  const ending = async (run: (work: Work) => Promise<number[]>): Promise<void> => {
    await Promise.all((await unitOfWork(run)).map(endChannelToken));
  };

  const signIn = async (proof: Proof, browser: Browser): Promise<SignedIn> => {
    const checked = await loginLinks.check(proof);
    const signedIn = await unitOfWork(async (work) => {
      const email = await loginLinks.consume(work.trx, checked);
      return signIns.byAddress(work, { email, method: checked.by, browser });
    });
    await Promise.all(signedIn.ended.map(endChannelToken));
    return signedIn;
  };

  return {
    signIn: (proof: Proof, browser: Browser): Promise<SignedIn> =>
      countSignIn('token' in proof ? 'link' : 'code', () => signIn(proof, browser)),

    list: async (caller: Caller): Promise<Login[]> =>
      (await listOwnLogins(knex, caller.user_id)).map(asSeenBy(caller)),

    rename: (caller: Caller, id: number, name: string | null): Promise<Login> =>
      unitOfWork(async ({ trx }) => {
        await requireOwn(trx, caller, id);
        await renameLogin(trx, id, name);
        const subject = { type: 'login', id };
        await audit(trx, caller, { action: 'login.update', team_id: null, subject, fields: ['name'] });
        return asSeenBy(caller)(await requireOwn(trx, caller, id));
      }),

    /** Ends one of one's own logins, also the one that asks. */
    end: (caller: Caller, id: number): Promise<void> =>
      ending(async (work) => {
        // The own one may have ended since it was let in: then there is nothing left to do.
        if (id !== caller.login_id) {
          await requireOwn(work.trx, caller, id);
          // It may be a thief's, who has asked for an address of their own already.
          await endEmailChanges(work.trx, caller.user_id);
        }
        return endLogins(work, [{ id, user_id: caller.user_id }], caller);
      }),

    /** Ends all of one's own logins but the one that asks. */
    endOthers: (caller: Caller): Promise<void> =>
      ending((work) =>
        endLoginsOf(work, { user_id: caller.user_id, except: caller.login_id, actor: caller }),
      ),
  };
};

export type Logins = ReturnType<typeof createLogins>;
