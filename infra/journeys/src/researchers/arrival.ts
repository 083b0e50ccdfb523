import { loginCookie } from '@convomatic/contracts';
import type { BrowserContextOptions } from 'playwright-core';
import type { Person } from '../browser/person.ts';
import type { Stage } from '../browser/stage.ts';
import { createMailbox } from './mailbox.ts';

const post = async (url: string, path: string, body: unknown): Promise<Response> => {
  const headers = { 'content-type': 'application/json', origin: url };
  const answer = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path} answered ${String(answer.status)}: ${await answer.text()}`);
  return answer;
};

const tokenOf = (answer: Response): string => {
  const [, token] = new RegExp(`${loginCookie}=([^;]+)`).exec(answer.headers.getSetCookie().join()) ?? [];
  if (!token) throw new Error('The answer sets no login.');
  return token;
};

/** What a browser holds in which somebody signed in. */
const signedIn = (origin: string, token: string): BrowserContextOptions => ({
  storageState: {
    cookies: [
      {
        ...{ name: loginCookie, value: token, domain: new URL(origin).hostname, path: '/', expires: -1 },
        ...{ httpOnly: true, secure: false, sameSite: 'Lax' },
      },
    ],
    origins: [{ origin, localStorage: [{ name: 'convomatic_signed_in', value: 'yes' }] }],
  },
});

export interface Arrival extends Person {
  id: number;
}

/** Signs in by mail, without a browser; answers the token of the new login and whose it is. */
export const signInByMail = async (url: string, email: string): Promise<{ id: number; token: string }> => {
  const mailbox = createMailbox({ url }, email);
  await mailbox.tidy();
  await post(url, '/api/login-links', { email });
  const { link } = await mailbox.next('/sign-in');
  const answer = await post(url, '/api/logins', { token: new URL(link).hash.replace('#token=', '') });
  const { user } = (await answer.json()) as { user: { id: number } };
  return { id: user.id, token: tokenOf(answer) };
};

/** Somebody who signed in before the story begins. */
export const arrive = async (
  stage: Stage,
  { name, email, ...options }: BrowserContextOptions & { name: string; email: string },
): Promise<Arrival> => {
  const { id, token } = await signInByMail(stage.system.url, email);
  const look = { ...options, ...signedIn(stage.system.url, token) };
  const person = await stage.person(name, look);
  return { ...person, id };
};

/** The owner of the first team, who is an admin too. */
export const arriveAsOwner = (stage: Stage, options: BrowserContextOptions = {}): Promise<Person> =>
  stage.person('owner', { ...options, ...signedIn(stage.system.url, stage.system.seed.owner_token) });
