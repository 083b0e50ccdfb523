import { loginCookie } from '@convomatic/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { buildPerson } from '../testing/people.build.ts';
import type { Person } from '../testing/people.build.ts';
import { removeOldRequests } from './identity-requests.repository.ts';
import { openBrowser } from './identities.build.ts';
import { buildAccount, startWithProviders } from './providers.build.ts';
import type { ApiWithProviders } from './providers.build.ts';

let all: ApiWithProviders;
beforeAll(async () => {
  all = await startWithProviders();
});
afterAll(() => all.close());

type List = { identities: { id: number; provider: string; email: string | null }[] };

const browserOf = ({ token }: Person) => openBrowser(all.api, { [loginCookie]: token });

const list = async (person: Person): Promise<List['identities']> =>
  ((await person.get('/api/identities').expect(200)).body as List).identities;

const prove = async ({ user }: Person, email_proved_at: string | null): Promise<void> => {
  await all.api.knex('users').where({ id: user.id }).update({ email_proved_at });
};

const auditOf = ({ user }: Person) =>
  all.api
    .knex('audit_entries')
    .where({ actor_id: user.id })
    .orderBy('id')
    .select('action', 'subject_type', 'subject_id', 'team_id', 'actor_name');

describe('linking an account', () => {
  it('makes it a way in for the person who is signed in, whatever its address', async () => {
    const person = await buildPerson(all.api);
    const { sub, email } = buildAccount(all.school, { email_verified: false });
    const answer = await browserOf(person).signIn(sub, { intent: 'link' });
    expect(answer.status).toBe(303);
    expect(answer.get('location')).toBe('/account?linked=school');
    expect(answer.get('Set-Cookie')).toBeUndefined();
    const [identity] = await list(person);
    expect(identity).toMatchObject({ provider: 'school', email });
    expect(await auditOf(person)).toEqual([
      {
        action: 'identity.link',
        subject_type: 'identity',
        subject_id: identity?.id,
        team_id: null,
        actor_name: person.user.name,
      },
    ]);

    const elsewhere = openBrowser(all.api);
    await elsewhere.signIn(sub);
    const boot = await elsewhere.get('/api/boot').expect(200);
    expect(boot.body).toMatchObject({ user: { id: person.user.id, email: person.user.email } });
  });

  it('twice is no problem, and one account stays', async () => {
    const person = await buildPerson(all.api);
    const { sub } = buildAccount(all.school);
    const browser = browserOf(person);
    await browser.signIn(sub, { intent: 'link' });
    const answer = await browser.signIn(sub, { intent: 'link' });
    expect(answer.get('location')).toBe('/account?linked=school');
    expect(await list(person)).toHaveLength(1);
  });

  it('does not take it from somebody else', async () => {
    const [owner, other] = [await buildPerson(all.api), await buildPerson(all.api)];
    const { sub } = buildAccount(all.school);
    await browserOf(owner).signIn(sub, { intent: 'link' });
    const answer = await browserOf(other).signIn(sub, { intent: 'link' });
    expect(answer.get('location')).toBe('/account?problem=identity_taken');
    expect(await list(other)).toEqual([]);
    expect(await list(owner)).toHaveLength(1);
  });

  it('needs a login', async () => {
    const answer = await openBrowser(all.api).start({ intent: 'link' });
    expect(answer.status).toBe(401);
    expect(answer.body).toMatchObject({ code: 'unauthenticated' });
  });

  it('needs the login that began to be there still', async () => {
    const person = await buildPerson(all.api);
    const browser = browserOf(person);
    const answer = await browser.leave(buildAccount(all.school).sub, { intent: 'link' });
    await person.delete('/api/logins/current').expect(204);
    expect((await browser.comeBack(answer)).get('location')).toBe('/account?problem=expired');
    expect(await all.api.knex('identities').where({ user_id: person.user.id })).toEqual([]);
  });

  it('does not go to whoever signed in meanwhile', async () => {
    const [began, meanwhile] = [await buildPerson(all.api), await buildPerson(all.api)];
    const browser = browserOf(began);
    const answer = await browser.leave(buildAccount(all.school).sub, { intent: 'link' });
    browser.cookies.set(loginCookie, meanwhile.token);
    expect((await browser.comeBack(answer)).get('location')).toBe('/account?problem=expired');
    expect(await list(meanwhile)).toEqual([]);
  });

  it('can be begun by our own pages alone', async () => {
    const person = await buildPerson(all.api);
    await person
      .post('/api/identity-providers/school/start', { intent: 'link' })
      .set({ origin: 'https://elsewhere.example' })
      .expect(403);
  });
});

describe('giving an account up', () => {
  const link = async (person: Person): Promise<number> => {
    await browserOf(person).signIn(buildAccount(all.school).sub, { intent: 'link' });
    return (await list(person)).at(-1)?.id ?? 0;
  };

  it('ends it as a way in', async () => {
    const person = await buildPerson(all.api);
    await prove(person, new Date().toISOString());
    const id = await link(person);
    await person.delete(`/api/identities/${String(id)}`).expect(204);
    expect(await list(person)).toEqual([]);
    expect((await auditOf(person)).at(-1)).toMatchObject({ action: 'identity.unlink', subject_id: id });
    await person.delete(`/api/identities/${String(id)}`).expect(404);
  });

  it('is refused for the only way in, also when two go at once', async () => {
    const person = await buildPerson(all.api);
    await prove(person, null);
    const ids = [await link(person), await link(person)];
    const answers = await Promise.all(ids.map((id) => person.delete(`/api/identities/${String(id)}`)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([204, 409]);
    expect(answers.find((answer) => answer.status === 409)?.body).toMatchObject({ code: 'conflict' });
    expect(await list(person)).toHaveLength(1);
  });

  it('is for one’s own alone', async () => {
    const [owner, other] = [await buildPerson(all.api), await buildPerson(all.api)];
    const id = await link(owner);
    await other.delete(`/api/identities/${String(id)}`).expect(404);
    expect(await list(owner)).toHaveLength(1);
  });

  it('and the list are for people who are signed in', async () => {
    await request(all.api.app).get('/api/identities').expect(401);
    await request(all.api.app).delete('/api/identities/1').expect(401);
  });
});

describe('sign-ins that nobody finished', () => {
  it('are removed a day after they expired, and once', async () => {
    await openBrowser(all.api).start();
    const { url } = (await openBrowser(all.api).start()).body as { url: string };
    const state = new URL(url).searchParams.get('state');
    await all.api
      .knex('identity_requests')
      .where({ state })
      .update({ expires_at: all.api.knex.raw(`clock_timestamp() - interval '25 hours'`) });
    expect(await removeOldRequests(all.api.knex, 100)).toBe(1);
    expect(await removeOldRequests(all.api.knex, 100)).toBe(0);
    expect(await all.api.knex('identity_requests').where({ state })).toEqual([]);
  });
});
