import type { SignInProblem } from '@convomatic/contracts/names';
import type { Logger } from '@convomatic/kit/logger';
import { hashToken } from '@convomatic/kit/tokens';
import type { Knex } from 'knex';
import { isLoginLive } from '../logins/index.ts';
import type { Browser, CountSignIn } from '../logins/index.ts';
import type { Caller } from '../platform/caller.ts';
import type { UnitOfWork } from '../platform/realtime/index.ts';
import { useRequest } from './identity-requests.repository.ts';
import type { IdentityRequest } from './identity-requests.repository.ts';
import { findOwner, linkIdentity } from './link-identity.ts';
import type { Providers } from './providers.ts';
import { createReadAnswer } from './read-answer.ts';
import type { SignInByProvider } from './sign-in-by-provider.ts';

type Needs = {
  knex: Knex;
  unitOfWork: UnitOfWork;
  publicUrl: string;
  providers: Providers;
  logger: Logger;
  signInByProvider: SignInByProvider;
  countSignIn: CountSignIn;
};

export type Answer = {
  provider: string;
  query: Record<string, string>;
  /** By which the browser is known that began; undefined where it began nothing. */
  browserToken: string | undefined;
  browser: Browser;
  caller: Caller | undefined;
};

type Failed = { intent: 'sign_in' | 'link'; problem: SignInProblem };

export type Finished = { token: string; return_path: string | null } | { intent: 'link' } | Failed;

/** Takes the answer that a browser brings from a provider. Each request is answered once, whatever comes of it. */
export const createFinishRequest = (needs: Needs) => {
  const { knex, unitOfWork, signInByProvider, countSignIn } = needs;
  const read = createReadAnswer(needs);

  const take = async ({ provider, query, browserToken }: Answer): Promise<IdentityRequest | undefined> => {
    if (browserToken === undefined || query.state === undefined) return undefined;
    return useRequest(knex, { provider, state: query.state, token_hash: hashToken(browserToken) });
  };

  const link = async (answer: Answer, begun: IdentityRequest): Promise<Finished> => {
    const intent = 'link';
    const { caller } = answer;
    const login_id = caller?.login_id ?? null;
    if (!caller || login_id === null || login_id !== begun.link_login_id)
      return { intent, problem: 'expired' };
    const stranger = await read(answer, begun);
    if ('problem' in stranger) return { intent, ...stranger };
    return unitOfWork(async (work) => {
      // Asking the provider took a while.
      if (!(await isLoginLive(work.trx, login_id))) return { intent, problem: 'expired' };
      const owner = await findOwner(work, stranger);
      if (owner !== undefined && owner !== caller.user_id) return { intent, problem: 'identity_taken' };
      await linkIdentity(work, caller, stranger);
      return { intent };
    });
  };

  const finishSignIn = async (answer: Answer, begun: IdentityRequest | undefined): Promise<Finished> => {
    const intent = 'sign_in';
    if (!begun) return { intent, problem: 'expired' };
    const stranger = await read(answer, begun);
    if ('problem' in stranger) return { intent, ...stranger };
    const signedIn = await signInByProvider(stranger, answer.browser);
    if ('problem' in signedIn) return { intent, ...signedIn };
    return { token: signedIn.token, return_path: begun.return_path };
  };

  return async (answer: Answer): Promise<Finished> => {
    const begun = await take(answer);
    if (begun && begun.link_login_id !== null) return link(answer, begun);
    return countSignIn('openid', () => finishSignIn(answer, begun));
  };
};

export type FinishRequest = ReturnType<typeof createFinishRequest>;
