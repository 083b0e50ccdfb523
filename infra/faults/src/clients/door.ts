import { createHttp, isTemporary } from '@convomatic/sdk';
import type { Call } from '@convomatic/sdk';

/** How somebody is known to the api: by a participant's token, or by the cookie of a login. */
export type Identity = { token: string } | { cookie: string; origin: string };

type Needs = { urls: readonly string[]; identity?: Identity; first?: number };

const httpOf = (baseUrl: string, identity: Identity | undefined): Call => {
  if (!identity) return createHttp({ baseUrl });
  if ('token' in identity) return createHttp({ baseUrl, token: () => identity.token });
  return createHttp({ baseUrl, headers: () => ({ ...identity }) });
};

/** The api as one caller sees it behind a balancer: after a failure that may pass, the next process is asked. */
export const createDoor = ({ urls, identity, first = 0 }: Needs): Call => {
  const calls = urls.map((url) => httpOf(url, identity));
  let turn = first;
  const ask = (...request: Parameters<Call>): Promise<unknown> | undefined =>
    calls[turn % calls.length]?.(...request);
  const call = async (...request: Parameters<Call>): Promise<unknown> => {
    try {
      return await ask(...request);
    } catch (error) {
      if (isTemporary(error)) turn += 1;
      throw error;
    }
  };
  return call as unknown as Call;
};
