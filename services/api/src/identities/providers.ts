import type { IdentityProvider } from '@convomatic/contracts';
import { AppError } from '@convomatic/kit/errors';
import {
  allowInsecureRequests,
  ClientSecretBasic,
  ClientSecretPost,
  discovery,
  enableNonRepudiationChecks,
} from 'openid-client';
import type { ClientAuth, Configuration } from 'openid-client';
import { isLoopbackIssuer } from './provider-variables.ts';
import type { ProviderSettings } from './provider-variables.ts';

/** For each request to a provider: somebody waits for it. */
const timeoutSeconds = 5;

/** Addresses of a provider change seldom. */
const keepMs = 60 * 60_000;

/** Providers differ in how a client says its secret; their metadata tells, and without a word it is `basic`. */
const authenticateBy = (secret: string): ClientAuth => {
  const post = ClientSecretPost(secret);
  const basic = ClientSecretBasic(secret);
  return (...request) => {
    const [{ token_endpoint_auth_methods_supported: methods }] = request;
    const authenticate = methods?.includes('client_secret_post') ? post : basic;
    authenticate(...request);
  };
};

const discover = ({ issuer, client_id, client_secret }: ProviderSettings): Promise<Configuration> =>
  discovery(new URL(issuer), client_id, undefined, authenticateBy(client_secret), {
    timeout: timeoutSeconds,
    execute: [
      // Signatures are checked although the token comes from the provider itself.
      enableNonRepudiationChecks,
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so as a warning; on loopback nobody listens
      ...(isLoopbackIssuer(issuer) ? [allowInsecureRequests] : []),
    ],
  });

type Discovered = { configuration: Promise<Configuration>; until: number };

/**
 * The providers that people may sign in by. What they say of themselves is asked on first use and kept for an hour, so
 * one that is away stops nothing but its own sign-ins.
 */
export const createProviders = (settings: ProviderSettings[]) => {
  const byId = new Map(settings.map((provider) => [provider.id, provider]));
  const discovered = new Map<string, Discovered>();

  const forget = (id: string): void => {
    discovered.delete(id);
  };

  const connect = (provider: ProviderSettings): Promise<Configuration> => {
    const kept = discovered.get(provider.id);
    if (kept && kept.until > performance.now()) return kept.configuration;
    const configuration = discover(provider);
    discovered.set(provider.id, { configuration, until: performance.now() + keepMs });
    configuration.catch(() => {
      forget(provider.id);
    });
    return configuration;
  };

  return {
    list: (): IdentityProvider[] => settings.map(({ id, name }) => ({ id, name })),
    /** @throws {AppError} `not_found` */
    require: (id: string): ProviderSettings => {
      const provider = byId.get(id);
      if (!provider) throw new AppError('not_found', 'Nobody can sign in by this provider here.');
      return provider;
    },
    connect,
    /** Asks anew next time: its keys or addresses may be others now. */
    forget,
  };
};

export type Providers = ReturnType<typeof createProviders>;
