import { AppError } from '@convomatic/kit/errors';
import { newToken } from '@convomatic/kit/tokens';
import type { Request } from 'express';
import { browserOf } from '../logins/index.ts';
import type { TokenCookie } from '../logins/index.ts';
import { callerOf, findCaller } from '../platform/caller.ts';
import type { Limits } from '../platform/limits/index.ts';
import type { AddRoutes } from '../platform/serve.ts';
import type { Answer, Finished, FinishRequest } from './finish-request.ts';
import type { Identities } from './identities.service.ts';
import type { StartRequest } from './start-request.ts';

type Needs = {
  identities: Identities;
  startRequest: StartRequest;
  finishRequest: FinishRequest;
  /** Of the login, and of the browser that is on its way to a provider. */
  cookie: TokenCookie;
  requestCookie: TokenCookie;
  limits: Limits;
};

const isToken = /^[\w-]{43}$/;

/** A browser that has several sign-ins on their way keeps one token for all. */
const browserTokenOf = (req: Request, requestCookie: TokenCookie): string | undefined => {
  const token = requestCookie.read(req);
  return token !== undefined && isToken.test(token) ? token : undefined;
};

/** A path of our own in every case: the one to return to was checked when it came. */
const pageAfter = (provider: string, finished: Finished): string => {
  if ('token' in finished) return finished.return_path ?? '/';
  const page = finished.intent === 'link' ? '/account' : '/sign-in';
  return 'problem' in finished ? `${page}?problem=${finished.problem}` : `${page}?linked=${provider}`;
};

export const createIdentityRoutes =
  ({ identities, startRequest, finishRequest, cookie, requestCookie, limits }: Needs): AddRoutes =>
  (serve) => {
    /** Somebody sees the page that this answers with, so a fault of ours is told there too. */
    const finish = (answer: Answer, req: Request): Promise<Finished> =>
      finishRequest(answer).catch((error: unknown): Finished => {
        req.log.error({ err: error }, 'sign-in failed');
        return { intent: 'sign_in', problem: 'failed' };
      });

    serve('GET /api/identity-providers', () => ({ providers: identities.listProviders() }));

    serve('POST /api/identity-providers/:provider/start', async ({ params, body, req, res }) => {
      await limits.take('sign_in_per_address', req.ip);
      const isLink = body.intent === 'link';
      const login = findCaller(res)?.login_id ?? null;
      if (isLink && login === null) throw new AppError('unauthenticated', 'Sign in first.');
      const browserToken = browserTokenOf(req, requestCookie) ?? newToken();
      const url = await startRequest({
        provider: params.provider,
        browserToken,
        return_path: body.return_path ?? null,
        link_login_id: isLink ? login : null,
      });
      requestCookie.set(res, browserToken);
      return { url };
    });

    serve('GET /api/identity-providers/:provider/callback', async ({ params, query, req, res }) => {
      const { provider } = params;
      identities.requireProvider(provider);
      const browserToken = browserTokenOf(req, requestCookie);
      const answer = { provider, query, browserToken, browser: browserOf(req, res), caller: findCaller(res) };
      const finished = await finish(answer, req);
      if ('token' in finished) cookie.set(res, finished.token);
      res.set('cache-control', 'no-store').redirect(303, pageAfter(provider, finished));
      return undefined;
    });

    serve('GET /api/identities', async ({ res }) => ({ identities: await identities.list(callerOf(res)) }));

    serve('DELETE /api/identities/:identity_id', async ({ params, res }) => {
      await identities.unlink(callerOf(res), params.identity_id);
      return undefined;
    });
  };
