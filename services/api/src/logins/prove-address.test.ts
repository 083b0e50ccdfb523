import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { askForLink, cookieWith, headersOf, mailsTo, signIn } from '../login-links/sign-in.build.ts';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { insertUser } from '../users/index.ts';
import { openLogin } from './open-login.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const openFor = (user_id: number) =>
  openLogin(api.knex, { user_id, method: 'openid', userAgent: 'attacker', address: null });

/** Somebody made an account with an address that they did not prove, and waits for its owner. */
const buildUnproved = async (email: string) => {
  const user = await insertUser(api.knex, { name: 'Squatter', email, platform_role: 'user' });
  if (!user) throw new Error('the address is taken');
  const row = { user_id: user.id, provider: 'lab', issuer: 'https://lab.example', subject: email };
  await api.knex('identities').insert(row);
  return { user, logins: [await openFor(user.id), await openFor(user.id)] };
};

const statusOf = async (token: string): Promise<number> =>
  (await request(api.app).get('/api/boot').set('cookie', cookieWith(token))).status;

const identitiesOf = (user_id: number) => api.knex('identities').where({ user_id });

describe('an address that is proved for the first time', () => {
  it('ends all older logins of its account and detaches what was linked before', async () => {
    const { user, logins } = await buildUnproved('squatted@example.org');
    const { token } = await askForLink(api, 'squatted@example.org');
    const answer = await signIn(api, { token }).expect(201);
    expect(answer.body).toMatchObject({ user: { id: user.id } });
    expect(await Promise.all(logins.map((login) => statusOf(login.token)))).toEqual([401, 401]);
    expect(await identitiesOf(user.id)).toEqual([]);
    await request(api.app).get('/api/boot').set(headersOf(api, answer)).expect(200);
  });

  it('ends a change of address that was on its way', async () => {
    const { logins } = await buildUnproved('waiting@example.org');
    await request(api.app)
      .post('/api/email-changes')
      .set({ cookie: cookieWith(logins[0]?.token ?? ''), origin: api.publicUrl })
      .send({ email: 'evil@example.org' })
      .expect(202);
    const change = /#token=([\w-]+)/.exec((await mailsTo(api, 'evil@example.org'))[0]?.text ?? '')?.[1];
    const { token } = await askForLink(api, 'waiting@example.org');
    await signIn(api, { token }).expect(201);
    await request(api.app).post('/api/email-changes/confirm').send({ token: change }).expect(401);
    expect(await api.knex('users').where({ email: 'evil@example.org' })).toEqual([]);
  });

  it('keeps what is linked when the browser is signed in as that very person', async () => {
    const { user, logins } = await buildUnproved('honest@example.org');
    const [own, other] = logins;
    const { token } = await askForLink(api, 'honest@example.org');
    const headers = { cookie: cookieWith(own?.token ?? ''), origin: api.publicUrl };
    const answer = await signIn(api, { token }, headers).expect(201);
    await request(api.app).get('/api/boot').set(headersOf(api, answer)).expect(200);
    expect(await statusOf(other?.token ?? '')).toBe(401);
    expect(await identitiesOf(user.id)).toHaveLength(1);
  });

  it('detaches it when the browser is signed in as somebody else', async () => {
    const { user } = await buildUnproved('mixed@example.org');
    const stranger = await buildUnproved('stranger@example.org');
    const { token } = await askForLink(api, 'mixed@example.org');
    const headers = { cookie: cookieWith(stranger.logins[0]?.token ?? ''), origin: api.publicUrl };
    await signIn(api, { token }, headers).expect(201);
    expect(await identitiesOf(user.id)).toEqual([]);
    expect(await identitiesOf(stranger.user.id)).toHaveLength(1);
  });

  it('is proved from then on: a later sign-in ends and detaches nothing', async () => {
    const { user } = await buildUnproved('later@example.org');
    await signIn(api, { token: (await askForLink(api, 'later@example.org')).token }).expect(201);
    const row = { user_id: user.id, provider: 'lab', issuer: 'https://lab.example', subject: 'second' };
    await api.knex('identities').insert(row);
    const kept = await openFor(user.id);
    await signIn(api, { token: (await askForLink(api, 'later@example.org')).token }).expect(201);
    expect(await statusOf(kept.token)).toBe(200);
    expect(await identitiesOf(user.id)).toHaveLength(1);
  });
});
