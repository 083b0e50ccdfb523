import { browserOf } from '../logins/index.ts';
import type { LoginCookie } from '../logins/index.ts';
import { callerOf } from '../platform/caller.ts';
import type { Limits } from '../platform/limits/index.ts';
import type { AddRoutes } from '../platform/serve.ts';
import type { EmailChanges } from './email-changes.service.ts';

type Needs = { emailChanges: EmailChanges; cookie: LoginCookie; limits: Limits };

export const createEmailChangeRoutes =
  ({ emailChanges, cookie, limits }: Needs): AddRoutes =>
  (serve) => {
    serve('POST /api/email-changes', async ({ body, req, res }) => {
      const caller = callerOf(res);
      await limits.take('email_change_per_user', caller.user_id);
      // Anybody is a new guest as often as they like.
      if (caller.login_id === null) await limits.take('sign_in_link_per_address', req.ip);
      // The mail goes to anybody's address, like the one of a sign-in.
      await limits.take('sign_in_link_per_email', body.email);
      await emailChanges.request(caller, body.email);
      return { sent: true };
    });

    serve('POST /api/email-changes/confirm', async ({ body, req, res }) => {
      await limits.take('sign_in_per_address', req.ip);
      const { user, token } = await emailChanges.confirm(body.token, browserOf(req, res));
      if (token !== null) cookie.set(res, token);
      return { user };
    });
  };
