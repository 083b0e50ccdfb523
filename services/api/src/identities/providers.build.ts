import { startOpenidProvider } from '@convomatic/kit/testing/openid-provider';
import type { OpenidAccount, TestOpenidProvider } from '@convomatic/kit/testing/openid-provider';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';

const publicUrl = 'http://localhost:8080';

const startProvider = (id: string, claimsIn: 'userinfo' | 'id_token'): Promise<TestOpenidProvider> => {
  const redirectUris = [`${publicUrl}/api/identity-providers/${id}/callback`];
  return startOpenidProvider({ accounts: [], redirectUris, claimsIn });
};

const settingsOf = (id: string, { issuer, clientId, clientSecret }: TestOpenidProvider) => ({
  ...{ id, issuer },
  name: `The ${id}`,
  client_id: clientId,
  client_secret: clientSecret,
});

export type ApiWithProviders = {
  api: TestApi;
  school: TestOpenidProvider;
  clinic: TestOpenidProvider;
  close: () => Promise<void>;
};

/** An api with two providers: one tells the address when it is asked, the other in the token itself. */
export const startWithProviders = async (
  variables: Record<string, string> = {},
): Promise<ApiWithProviders> => {
  const school = await startProvider('school', 'userinfo');
  const clinic = await startProvider('clinic', 'id_token');
  const providers = [settingsOf('school', school), settingsOf('clinic', clinic)];
  const api = await startApi({
    publicUrl,
    variables: { OPENID_PROVIDERS: JSON.stringify(providers), ...variables },
  });
  return {
    ...{ api, school, clinic },
    close: async () => {
      await api.close();
      await school.close();
      await clinic.close();
    },
  };
};

let count = 0;

/** Somebody whom nobody has met. */
export const buildAccount = (
  provider: TestOpenidProvider,
  told: Partial<OpenidAccount> = {},
): Required<OpenidAccount> => {
  count += 1;
  const sub = `account-${String(count)}`;
  const account = { sub, name: `Ada ${sub}`, email: `${sub}@school.example`, email_verified: true, ...told };
  provider.setAccount(account);
  return account;
};
