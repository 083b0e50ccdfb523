import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { signInMethods } from './names/index.ts';
import { id, idParam, line, timestamp } from './scalars.ts';
import { user } from './user.ts';

/** Name of the cookie that holds a login's token. */
export const loginCookie = 'convomatic_login';

/** What a person types as their address; kept in lower case. */
export const emailAddress = z
  .email('Write a whole address, such as name@example.org.')
  .max(254)
  .toLowerCase();

/** Where to go after signing in: a path of our own pages, never another site. */
export const returnPath = z
  .string()
  .max(2_000)
  .regex(/^\/(?![/\\])[^\\\s]*$/, 'expected a path of this site');

/** A signed-in browser, as its owner sees it. */
export const login = z.object({
  id,
  /** Given by its owner; null until then. */
  name: z.string().nullable(),
  method: z.enum(signInMethods),
  user_agent: z.string().nullable(),
  /** From where it was opened. */
  address: z.string().nullable(),
  created_at: timestamp,
  last_seen_at: timestamp,
  expires_at: timestamp,
  is_current: z.boolean(),
});
export type Login = z.infer<typeof login>;

const secret = z.string().min(20).max(200);

export const loginEndpoints = defineEndpoints({
  /**
   * Mails a sign-in link and a six-digit code. The answer is the same whether or not the address is known;
   * `request_token` goes with the code, so that a code is good in the browser that asked for it alone.
   */
  'POST /api/login-links': {
    access: 'public',
    body: z.strictObject({ email: emailAddress, return_path: returnPath.optional() }),
    response: z.object({ sent: z.literal(true), request_token: z.string() }),
    status: 202,
  },
  /** Consumes a sign-in link or its code, once, and sets the login's cookie. A wrong code counts; the fifth is the last. */
  'POST /api/logins': {
    access: 'public',
    body: z.union([
      z.strictObject({ token: secret }),
      z.strictObject({
        request_token: secret,
        code: z.string().regex(/^\d{6}$/, 'The code has six digits.'),
      }),
    ]),
    response: z.object({ user }),
    status: 201,
  },
  /** The logins of the person who asks, the newest first. */
  'GET /api/logins': { access: 'login', response: z.object({ logins: z.array(login) }) },
  'PATCH /api/logins/:login_id': {
    access: 'login',
    params: z.strictObject({ login_id: idParam }),
    body: z.strictObject({ name: line(60).nullable() }),
    response: z.object({ login }),
  },
  /** Ends the login that asks. */
  'DELETE /api/logins/current': { access: 'login', status: 204 },
  /** Ends one of one's own logins. */
  'DELETE /api/logins/:login_id': {
    access: 'login',
    params: z.strictObject({ login_id: idParam }),
    status: 204,
  },
  /** Ends all of one's own logins but the one that asks. */
  'DELETE /api/logins': { access: 'login', status: 204 },
});
