import { startOpenidProvider } from '@convomatic/kit/testing/openid-provider';
import type { OpenidAccount } from '@convomatic/kit/testing/openid-provider';

interface School {
  issuer: string;
  /** What the api has to be told of it. */
  env: Record<string, string>;
  close: () => Promise<void>;
}

/** An OpenID provider that leads back to the gateway on this port. */
export const startSchool = async (options: { pupils: OpenidAccount[]; gateway: number }): Promise<School> => {
  const { issuer, clientId, clientSecret, close } = await startOpenidProvider({
    accounts: options.pupils,
    redirectUris: [`http://127.0.0.1:${String(options.gateway)}/api/identity-providers/school/callback`],
  });
  const settings = {
    ...{ id: 'school', name: 'Example School', issuer },
    client_id: clientId,
    client_secret: clientSecret,
  };
  return { issuer, close, env: { OPENID_PROVIDERS: JSON.stringify([settings]) } };
};
