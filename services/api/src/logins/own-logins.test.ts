import type { Login } from '@convomatic/contracts';
import { currentUserKey } from '@convomatic/contracts/names';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { askForLink, cookieWith, headersOf, signIn, tokenSentTo } from '../login-links/sign-in.build.ts';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { buildPerson } from '../testing/people.build.ts';
import type { Person } from '../testing/people.build.ts';
import { openLogin } from './open-login.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

/** Another browser of the same person; answers its login and the key of its channel token. */
const openElsewhere = async ({ user }: Person) => {
  const login = await openLogin(api.knex, {
    user_id: user.id,
    method: 'openid',
    userAgent: 'elsewhere',
    address: '192.0.2.7',
  });
  const boot = await request(api.app).get('/api/boot').set('cookie', cookieWith(login.token)).expect(200);
  return { ...login, key: currentUserKey((boot.body as { channel_token: string }).channel_token) };
};

const isIn = async (token: string): Promise<boolean> =>
  (await request(api.app).get('/api/boot').set('cookie', cookieWith(token))).status === 200;

const listOf = async (person: Person): Promise<Login[]> =>
  ((await person.get('/api/logins').expect(200)).body as { logins: Login[] }).logins;

const entriesOf = async ({ user }: Person) =>
  api
    .knex('audit_entries')
    .where({ actor_id: user.id })
    .orderBy('id')
    .select('action', 'subject_type', 'subject_id', 'fields');

describe('one’s own logins', () => {
  it('are listed, the newest first, with how and from where they were opened', async () => {
    const person = await buildPerson(api);
    await buildPerson(api);
    const elsewhere = await openElsewhere(person);
    expect(await listOf(person)).toMatchObject([
      { id: elsewhere.id, name: null, method: 'openid', address: '192.0.2.7', is_current: false },
      { id: person.loginId, method: 'link', user_agent: 'test', address: null, is_current: true },
    ]);
  });

  it('say by which way they were opened: a link or a code', async () => {
    const asked = await askForLink(api, 'ways@example.org');
    const { request_token, code } = asked;
    const answer = await signIn(api, { request_token, code }, { 'user-agent': 'phone' }).expect(201);
    const list = await request(api.app).get('/api/logins').set(headersOf(api, answer)).expect(200);
    expect(list.body).toMatchObject({ logins: [{ method: 'code', user_agent: 'phone' }] });
  });

  it('leave out those that have ended', async () => {
    const person = await buildPerson(api);
    const { id } = await openElsewhere(person);
    await api
      .knex('logins')
      .where({ id })
      .update({ expires_at: api.knex.raw('clock_timestamp()') });
    expect(await listOf(person)).toHaveLength(1);
  });

  it('get names, which can be taken away again', async () => {
    const person = await buildPerson(api);
    const path = `/api/logins/${String(person.loginId)}`;
    const named = await person.patch(path, { name: '  Laptop ' }).expect(200);
    expect(named.body).toMatchObject({ login: { name: 'Laptop', is_current: true } });
    const unnamed = await person.patch(path, { name: null }).expect(200);
    expect(unnamed.body).toMatchObject({ login: { name: null } });
    const entry = {
      action: 'login.update',
      subject_type: 'login',
      subject_id: person.loginId,
      fields: ['name'],
    };
    expect(await entriesOf(person)).toEqual([entry, entry]);
  });

  it('end one by one, at once, with channel token, event and audit', async () => {
    const person = await buildPerson(api);
    const { id, token, key } = await openElsewhere(person);
    expect(await api.redis.exists(key)).toBe(1);
    await person.delete(`/api/logins/${String(id)}`).expect(204);
    expect(await isIn(token)).toBe(false);
    expect(await api.redis.exists(key)).toBe(0);
    const events = await api
      .knex('events')
      .where({ room: `user-${String(person.user.id)}` })
      .select('kind', 'records');
    expect(events).toEqual([{ kind: 'login.revoked', records: { logins: [{ id }] } }]);
    expect(await entriesOf(person)).toEqual([
      { action: 'login.revoke', subject_type: 'login', subject_id: id, fields: [] },
    ]);
    await person.delete(`/api/logins/${String(id)}`).expect(404);
    await person.get('/api/boot').expect(200);
  });

  it('end all at once but for the one that asks', async () => {
    const person = await buildPerson(api);
    const others = [await openElsewhere(person), await openElsewhere(person)];
    await person.delete('/api/logins').expect(204);
    for (const { token, key } of others) {
      expect(await isIn(token)).toBe(false);
      expect(await api.redis.exists(key)).toBe(0);
    }
    expect(await listOf(person)).toMatchObject([{ id: person.loginId }]);
    await person.delete('/api/logins').expect(204);
  });

  it('take along a change of address that a thief in one of them has asked for', async () => {
    const ways: ((person: Person, id: number) => Promise<unknown>)[] = [
      (person) => person.delete('/api/logins').expect(204),
      (person, id) => person.delete(`/api/logins/${String(id)}`).expect(204),
    ];
    for (const [turn, end] of ways.entries()) {
      const person = await buildPerson(api);
      const thief = await openElsewhere(person);
      const email = `thief${String(turn)}@example.org`;
      const headers = { cookie: cookieWith(thief.token), origin: api.publicUrl };
      await request(api.app).post('/api/email-changes').set(headers).send({ email }).expect(202);
      await end(person, thief.id);
      const token = await tokenSentTo(api, email);
      await request(api.app).post('/api/email-changes/confirm').send({ token }).expect(401);
      expect(await api.knex('users').where({ email })).toEqual([]);
    }
  });

  it('may be ended from themselves, which takes the cookie away', async () => {
    const person = await buildPerson(api);
    const answer = await person.delete(`/api/logins/${String(person.loginId)}`).expect(204);
    expect(answer.get('set-cookie')?.[0]).toContain('Expires=Thu, 01 Jan 1970');
    await person.get('/api/boot').expect(401);
  });

  it('are nobody else’s: not to see, to name or to end, whoever asks', async () => {
    const person = await buildPerson(api);
    const path = `/api/logins/${String(person.loginId)}`;
    for (const other of [await buildPerson(api), await buildPerson(api, 'admin')]) {
      await other.patch(path, { name: 'Mine' }).expect(404);
      await other.delete(path).expect(404);
      await other.delete('/api/logins').expect(204);
    }
    await request(api.app).get('/api/logins').expect(401);
    await request(api.app).patch(path).send({ name: 'Mine' }).expect(401);
    await request(api.app).delete(path).expect(401);
    await request(api.app).delete('/api/logins').expect(401);
    expect(await listOf(person)).toMatchObject([{ id: person.loginId, name: null }]);
  });
});
