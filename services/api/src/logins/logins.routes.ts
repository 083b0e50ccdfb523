import { callerOf } from '../platform/caller.ts';
import type { AddRoutes } from '../platform/serve.ts';
import type { LoginCookie } from './login-cookie.ts';
import type { Logins } from './logins.service.ts';
import { loginLifetimeMs } from './open-login.ts';

type Needs = { logins: Logins; cookie: LoginCookie };

export const createLoginRoutes =
  ({ logins, cookie }: Needs): AddRoutes =>
  (serve) => {
    serve('POST /api/login-links', async ({ body }) => {
      await logins.sendLink(body.email);
      return { sent: true };
    });

    serve('POST /api/logins', async ({ body, req, res }) => {
      const { user, token } = await logins.signIn(body.token, req.get('user-agent'));
      cookie.set(res, token, loginLifetimeMs);
      return { user };
    });

    serve('DELETE /api/logins/current', async ({ res }) => {
      const { login_id, user_id } = callerOf(res);
      if (login_id !== null) await logins.signOut({ id: login_id, user_id });
      cookie.clear(res);
      return undefined;
    });
  };
