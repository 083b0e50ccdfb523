import { callerOf } from '../platform/caller.ts';
import type { Limits } from '../platform/limits/index.ts';
import type { AddRoutes } from '../platform/serve.ts';
import { browserOf } from './browser.ts';
import type { LoginCookie } from './login-cookie.ts';
import type { Logins } from './logins.service.ts';

type Needs = { logins: Logins; cookie: LoginCookie; limits: Limits };

export const createLoginRoutes =
  ({ logins, cookie, limits }: Needs): AddRoutes =>
  (serve) => {
    serve('POST /api/logins', async ({ body, req, res }) => {
      await limits.take('sign_in_per_address', req.ip);
      const { user, token } = await logins.signIn(body, browserOf(req, res));
      cookie.set(res, token);
      return { user };
    });

    serve('GET /api/logins', async ({ res }) => ({ logins: await logins.list(callerOf(res)) }));

    serve('PATCH /api/logins/:login_id', async ({ params, body, res }) => ({
      login: await logins.rename(callerOf(res), params.login_id, body.name),
    }));

    serve('DELETE /api/logins/current', async ({ res }) => {
      const caller = callerOf(res);
      if (caller.login_id !== null) await logins.end(caller, caller.login_id);
      cookie.clear(res);
      return undefined;
    });

    serve('DELETE /api/logins/:login_id', async ({ params, res }) => {
      const caller = callerOf(res);
      await logins.end(caller, params.login_id);
      if (params.login_id === caller.login_id) cookie.clear(res);
      return undefined;
    });

    serve('DELETE /api/logins', async ({ res }) => {
      await logins.endOthers(callerOf(res));
      return undefined;
    });
  };
