import { AppError } from '@convomatic/kit/errors';
import { hashToken } from '@convomatic/kit/tokens';
import type { Knex } from 'knex';
import { beginAuthorization } from './authorization.ts';
import { insertRequest } from './identity-requests.repository.ts';
import type { ProviderSettings } from './provider-variables.ts';
import type { Providers } from './providers.ts';

type Needs = { knex: Knex; publicUrl: string; providers: Providers };

/** How long somebody may take to sign in at the provider. */
export const requestLifetimeMs = 10 * 60_000;

export const callbackUrl = (publicUrl: string, provider: string): string =>
  new URL(`/api/identity-providers/${provider}/callback`, publicUrl).href;

type Start = {
  provider: string;
  /** Of the browser that asks. */
  browserToken: string;
  return_path: string | null;
  link_login_id: number | null;
};

/** Begins a sign-in and answers where the browser goes with it. */
export const createStartRequest = ({ knex, publicUrl, providers }: Needs) => {
  const ask = async ({ id, name, scopes }: ProviderSettings) => {
    try {
      const provider = await providers.connect(providers.require(id));
      return await beginAuthorization(provider, { redirectUri: callbackUrl(publicUrl, id), scopes });
    } catch (cause) {
      const message = `${name} cannot be reached right now. Try again in a moment, or sign in by e-mail.`;
      throw new AppError('unavailable', message, { cause, retryAfterSeconds: 5 });
    }
  };

  return async ({ browserToken, ...request }: Start): Promise<string> => {
    const { url, secrets } = await ask(providers.require(request.provider));
    const token_hash = hashToken(browserToken);
    await insertRequest(knex, { ...request, ...secrets, token_hash, lifetimeMs: requestLifetimeMs });
    return url;
  };
};

export type StartRequest = ReturnType<typeof createStartRequest>;
