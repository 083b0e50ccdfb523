import request from 'supertest';
import type { Response as Answer } from 'supertest';
import type { TestApi } from '../testing/api.ts';

type Jar = Map<string, string>;

const remember = (jar: Jar, cookies: string[]): void => {
  for (const cookie of cookies) {
    const [pair = ''] = cookie.split(';');
    const [name = ''] = pair.split('=');
    jar.set(name, pair.slice(name.length + 1));
  }
};

const write = (jar: Jar): string => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');

type Start = { provider?: string; intent?: 'sign_in' | 'link'; return_path?: string };

/** A browser with cookies of the api and of a provider, that goes from one to the other like a person. */
export const openBrowser = (api: TestApi, cookies: Record<string, string> = {}) => {
  const ours: Jar = new Map(Object.entries(cookies));
  const theirs: Jar = new Map();
  const client = request(api.app);

  const start = async ({ provider = 'school', ...body }: Start = {}): Promise<Answer> => {
    const path = `/api/identity-providers/${provider}/start`;
    const headers = { cookie: write(ours), origin: api.publicUrl };
    const answer = await client.post(path).set(headers).send(body);
    remember(ours, answer.get('Set-Cookie') ?? []);
    return answer;
  };

  /** Signs in at the provider as somebody, or cancels; the address that the provider sends back to. */
  const visit = async (url: string, choice: string): Promise<URL> => {
    let next = new URL(url);
    while (next.origin !== new URL(api.publicUrl).origin) {
      if (next.pathname.startsWith('/interaction/')) next.search = choice;
      const page = await fetch(next, { redirect: 'manual', headers: { cookie: write(theirs) } });
      remember(theirs, page.headers.getSetCookie());
      const location = page.headers.get('location');
      if (location === null) throw new Error(`the provider answers ${page.status}: ${await page.text()}`);
      next = new URL(location, next);
    }
    return next;
  };

  const comeBack = async ({ pathname, search }: URL): Promise<Answer> => {
    const answer = await client.get(`${pathname}${search}`).set('cookie', write(ours));
    remember(ours, answer.get('Set-Cookie') ?? []);
    return answer;
  };

  return {
    start,
    visit,
    comeBack,
    /** As far as the provider's answer, which is not brought back yet. */
    leave: async (account: string, options: Start = {}): Promise<URL> => {
      const { url } = (await start(options)).body as { url: string };
      return visit(url, `account=${account}`);
    },
    signIn: async (account: string, options: Start = {}): Promise<Answer> => {
      const { url } = (await start(options)).body as { url: string };
      return comeBack(await visit(url, `account=${account}`));
    },
    get: (path: string) => client.get(path).set('cookie', write(ours)),
    cookies: ours,
  };
};
