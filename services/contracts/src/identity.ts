import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { returnPath } from './login.ts';
import { id, idParam, timestamp } from './scalars.ts';

/** An OpenID provider that people may sign in by; `id` is its name in addresses. */
export const identityProvider = z.object({ id: z.string(), name: z.string() });
export type IdentityProvider = z.infer<typeof identityProvider>;

/** A person's account at a provider, by which they may sign in here. */
export const identity = z.object({
  id,
  provider: z.string(),
  /** As the provider last said, for the person to recognise it. */
  email: z.string().nullable(),
  created_at: timestamp,
});
export type Identity = z.infer<typeof identity>;

const params = z.strictObject({ provider: z.string().regex(/^[a-z0-9-]{1,40}$/) });

export const identityEndpoints = defineEndpoints({
  'GET /api/identity-providers': {
    access: 'public',
    response: z.object({ providers: z.array(identityProvider) }),
  },
  /** Begins a sign-in, or the linking of an account by somebody who is signed in; the browser then goes to `url`. */
  'POST /api/identity-providers/:provider/start': {
    access: 'public',
    params,
    body: z.strictObject({
      intent: z.enum(['sign_in', 'link']).default('sign_in'),
      return_path: returnPath.optional(),
    }),
    response: z.object({ url: z.url() }),
  },
  /**
   * Where the provider sends the browser back to; answers with a redirect to the return path, to
   * `/account?linked={provider}`, or to a page with `?problem=` and one of `signInProblems`.
   */
  'GET /api/identity-providers/:provider/callback': {
    access: 'public',
    params,
    query: z.record(z.string(), z.string().max(4_000)),
  },
  'GET /api/identities': { access: 'login', response: z.object({ identities: z.array(identity) }) },
  /** Refused with 409 where it is the person's only way in. */
  'DELETE /api/identities/:identity_id': {
    access: 'login',
    params: z.strictObject({ identity_id: idParam }),
    status: 204,
  },
});
