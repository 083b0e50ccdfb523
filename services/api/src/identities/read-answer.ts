import type { SignInProblem } from '@convomatic/contracts/names';
import type { Logger } from '@convomatic/kit/logger';
import { finishAuthorization } from './authorization.ts';
import type { Secrets } from './authorization.ts';
import type { Stranger } from './link-identity.ts';
import { problemOf, reasonOf } from './provider-problem.ts';
import type { Providers } from './providers.ts';
import { callbackUrl } from './start-request.ts';

type Needs = { publicUrl: string; providers: Providers; logger: Logger };

type Answer = { provider: string; query: Record<string, string> };

/** Asks the provider who it is that came back with this answer. */
export const createReadAnswer =
  ({ publicUrl, providers, logger }: Needs) =>
  async ({ provider, query }: Answer, secrets: Secrets): Promise<Stranger | { problem: SignInProblem }> => {
    const answer = new URL(callbackUrl(publicUrl, provider));
    answer.search = new URLSearchParams(query).toString();
    try {
      const connection = await providers.connect(providers.require(provider));
      return { provider, claims: await finishAuthorization(connection, answer, secrets) };
    } catch (error) {
      const problem = problemOf(error);
      // What was kept of the provider may be the reason: its keys, for one.
      if (problem === 'failed') providers.forget(provider);
      logger.warn({ provider, problem, reason: reasonOf(error) }, 'sign-in at a provider failed');
      return { problem };
    }
  };
