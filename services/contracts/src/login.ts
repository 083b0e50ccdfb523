import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { user } from './user.ts';

/** Name of the cookie that holds a login's token. */
export const loginCookie = 'convomatic_login';

export const loginEndpoints = defineEndpoints({
  /** Sends a sign-in link. The answer is the same whether or not the address is known. */
  'POST /api/login-links': {
    access: 'public',
    body: z.strictObject({ email: z.email().max(254).toLowerCase() }),
    response: z.object({ sent: z.literal(true) }),
    status: 202,
  },
  /** Consumes a sign-in link, once, and sets the login's cookie. */
  'POST /api/logins': {
    access: 'public',
    body: z.strictObject({ token: z.string().min(20).max(200) }),
    response: z.object({ user }),
    status: 201,
  },
  /** Ends the login that asks. */
  'DELETE /api/logins/current': { access: 'login', status: 204 },
});
