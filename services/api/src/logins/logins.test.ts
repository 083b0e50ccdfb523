import { loginCookie } from '@convomatic/contracts';
import { currentUserKey } from '@convomatic/contracts/names';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { askForLink, cookieWith, headersOf, setCookieOf, signIn } from '../login-links/sign-in.build.ts';
import { buildPerson } from '../testing/people.build.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe('signing in', () => {
  const signInAs = async (email: string, headers = {}) =>
    signIn(api, { token: (await askForLink(api, email)).token }, headers).expect(201);

  it('makes a new person with a team of their own, and one cookie that scripts cannot read', async () => {
    const answer = await signInAs('Ada@example.org');
    expect(answer.body).toMatchObject({
      user: { name: 'ada', email: 'ada@example.org', platform_role: 'user', language: 'en' },
    });
    expect(setCookieOf(answer)).toMatch(
      new RegExp(`^${loginCookie}=[\\w-]{43}; Max-Age=2592000; Path=/; .*HttpOnly; SameSite=Lax$`),
    );
    const boot = await request(api.app).get('/api/boot').set(headersOf(api, answer)).expect(200);
    expect(boot.body).toMatchObject({ groups: [{ kind: 'team', name: 'ada’s team', role: 'owner' }] });
  });

  it('gives somebody who comes back the same person and no second team', async () => {
    const first = await signInAs('twice@example.org');
    const second = await signInAs('twice@example.org');
    expect(second.body).toEqual(first.body);
    const boot = await request(api.app).get('/api/boot').set(headersOf(api, second)).expect(200);
    expect((boot.body as { groups: unknown[] }).groups).toHaveLength(1);
  });

  it('speaks the language of the browser to somebody new', async () => {
    const answer = await signInAs('neu@example.org', { 'accept-language': 'de' });
    expect(answer.body).toMatchObject({ user: { language: 'de' } });
  });

  it('is written down with who it was and from where', async () => {
    const answer = await signInAs('seen@example.org');
    const { user } = answer.body as { user: { id: number } };
    const entry: unknown = await api.knex('audit_entries').where({ actor_id: user.id }).first();
    expect(entry).toMatchObject({
      action: 'login.create',
      actor_name: 'seen',
      subject_type: 'login',
      address: expect.stringContaining('127.0.0.1'),
      request_id: answer.get('x-request-id'),
    });
  });

  it('ends the login that this browser had, with its channel token, and no other one', async () => {
    const elsewhere = await signInAs('again@example.org');
    const first = await signInAs('again@example.org');
    const boot = await request(api.app).get('/api/boot').set(headersOf(api, first)).expect(200);
    const key = currentUserKey((boot.body as { channel_token: string }).channel_token);
    expect(await api.redis.exists(key)).toBe(1);
    const second = await signInAs('again@example.org', headersOf(api, first));
    expect(setCookieOf(second)).not.toBe(setCookieOf(first));
    await request(api.app).get('/api/boot').set(headersOf(api, first)).expect(401);
    expect(await api.redis.exists(key)).toBe(0);
    for (const answer of [second, elsewhere])
      await request(api.app).get('/api/boot').set(headersOf(api, answer)).expect(200);
  });

  it('is no way in for a blocked person, whose link says so', async () => {
    const person = await buildPerson(api);
    const email = person.user.email ?? '';
    const { token, code, request_token } = await askForLink(api, email);
    await api.knex('users').where({ email }).update({ blocked_at: api.knex.fn.now() });
    await person.get('/api/boot').expect(401);
    for (const proof of [{ token }, { request_token, code }]) {
      const refused = await signIn(api, proof).expect(403);
      expect(refused.body).toMatchObject({ code: 'forbidden', message: expect.stringContaining('blocked') });
      expect(setCookieOf(refused)).toBe('');
    }
    await api.knex('users').where({ email }).update({ blocked_at: null });
    await signInAs(email);
  });

  it('is counted by method and by how it came out', async () => {
    const value = async (method: string, result: string): Promise<number> => {
      const metric = await api.metrics.registry.getSingleMetric('chat_api_sign_ins_total')?.get();
      const found = metric?.values.find(({ labels }) => labels.method === method && labels.result === result);
      return found?.value ?? 0;
    };
    const before = [await value('code', 'signed_in'), await value('link', 'token_invalid')];
    const { request_token, code } = await askForLink(api, 'counted@example.org');
    await signIn(api, { request_token, code }).expect(201);
    await signIn(api, { token: 'x'.repeat(43) }).expect(401);
    expect([await value('code', 'signed_in'), await value('link', 'token_invalid')]).toEqual(
      before.map((count) => count + 1),
    );
  });
});

describe('session fixation', () => {
  it('fails: a planted cookie never becomes a login, and signing in gives a new one', async () => {
    const planted = 'p'.repeat(43);
    const { token } = await askForLink(api, 'fixed@example.org');
    const headers = { cookie: cookieWith(planted), origin: api.publicUrl };
    const answer = await signIn(api, { token }, headers).expect(201);
    expect(setCookieOf(answer)).not.toContain(planted);
    await request(api.app).get('/api/boot').set(headers).expect(401);
    await request(api.app).get('/api/boot').set(headersOf(api, answer)).expect(200);
  });

  it('fails with a login that the attacker has: it stays theirs, and ends', async () => {
    const attacker = await buildPerson(api);
    const { token } = await askForLink(api, 'target@example.org');
    const headers = { cookie: cookieWith(attacker.token), origin: api.publicUrl };
    const answer = await signIn(api, { token }, headers).expect(201);
    expect(setCookieOf(answer)).not.toContain(attacker.token);
    await attacker.get('/api/boot').expect(401);
  });
});

describe('an appointed admin', () => {
  it('is one from the moment of proving the address, new or known', async () => {
    const appointing = await startApi({
      variables: { ADMIN_EMAILS: `New@example.org, known@example.org` },
    });
    try {
      await appointing
        .knex('users')
        .insert({ name: 'Known', email: 'known@example.org', platform_role: 'user' });
      for (const email of ['new@example.org', 'known@example.org', 'new@example.org']) {
        const { token } = await askForLink(appointing, email);
        const answer = await signIn(appointing, { token }).expect(201);
        expect(answer.body).toMatchObject({ user: { platform_role: 'admin' } });
      }
      const changes = await appointing
        .knex('audit_entries')
        .where({ action: 'user.update' })
        .select('fields', 'subject_type');
      expect(changes).toEqual(
        Array.from({ length: 2 }, () => ({ fields: ['platform_role'], subject_type: 'user' })),
      );
      const { token } = await askForLink(appointing, 'other@example.org');
      const other = await signIn(appointing, { token }).expect(201);
      expect(other.body).toMatchObject({ user: { platform_role: 'user' } });
    } finally {
      await appointing.close();
    }
  });
});

describe('a login', () => {
  it('ends by signing out: the cookie opens nothing, and neither does its channel token', async () => {
    const person = await buildPerson(api);
    const boot = await person.get('/api/boot').expect(200);
    const key = currentUserKey((boot.body as { channel_token: string }).channel_token);
    expect(await api.redis.exists(key)).toBe(1);
    const answer = await person.delete('/api/logins/current').expect(204);
    expect(setCookieOf(answer)).toContain('Expires=Thu, 01 Jan 1970');
    expect(await api.redis.exists(key)).toBe(0);
    const events = await api
      .knex('events')
      .where({ room: `user-${String(person.user.id)}` })
      .select('kind', 'records');
    expect(events).toEqual([{ kind: 'login.revoked', records: { logins: [{ id: person.loginId }] } }]);
    await person.get('/api/boot').expect(401);
    await person.delete('/api/logins/current').expect(401);
  });

  it('leaves no way to connect when a page boots at the moment of signing out', async () => {
    for (let round = 0; round < 10; round += 1) {
      const person = await buildPerson(api);
      const first = (await person.get('/api/boot').expect(200)).body as { channel_token: string };
      await Promise.all([
        ...Array.from({ length: 6 }, () => person.get('/api/boot')),
        person.delete('/api/logins/current').expect(204),
      ]);
      expect(await api.redis.exists(currentUserKey(first.channel_token))).toBe(0);
    }
  });

  it.each([
    ['idle for seven days', { last_seen_at: `clock_timestamp() - interval '7 days'` }],
    ['thirty days old', { expires_at: 'clock_timestamp()' }],
    ['revoked', { revoked_at: 'clock_timestamp()' }],
  ])('opens nothing once it is %s', async (_what, change) => {
    const person = await buildPerson(api);
    await person.get('/api/boot').expect(200);
    const columns = Object.entries(change).map(([column, sql]) => [column, api.knex.raw(sql)]);
    await api.knex('logins').where({ id: person.loginId }).update(Object.fromEntries(columns));
    await person.get('/api/boot').expect(401);
  });

  it('is marked as seen at most once a minute', async () => {
    const person = await buildPerson(api);
    const seen = async () => {
      await person.get('/api/boot').expect(200);
      const [login] = await api
        .knex('logins')
        .where({ id: person.loginId })
        .select<{ last_seen_at: string }[]>();
      return login?.last_seen_at ?? '';
    };
    const first = await seen();
    expect(await seen()).toBe(first);
    await api
      .knex('logins')
      .where({ id: person.loginId })
      .update({
        last_seen_at: api.knex.raw(`last_seen_at - interval '2 minutes'`),
      });
    expect(Date.parse(await seen())).toBeGreaterThanOrEqual(Date.parse(first));
  });

  it('gives way to a token in the header, even a wrong one', async () => {
    const person = await buildPerson(api);
    await person
      .get('/api/boot')
      .set('authorization', `Bearer ${'x'.repeat(43)}`)
      .expect(401);
  });

  it('is no header: the token of a login opens nothing as a bearer token', async () => {
    const person = await buildPerson(api);
    await request(api.app).get('/api/boot').set('authorization', `Bearer ${person.token}`).expect(401);
  });
});

describe('under HTTPS', () => {
  it('the cookie is bound to this host and to secure connections', async () => {
    const secure = await startApi({ publicUrl: 'https://talk.example.org' });
    try {
      const { mail, token } = await askForLink(secure, 'safe@example.org');
      expect(mail?.text).toContain('https://talk.example.org/sign-in#token=');
      const answer = await signIn(secure, { token }).expect(201);
      expect(setCookieOf(answer)).toMatch(/^__Host-convomatic_login=.*; Secure/);
      await request(secure.app).get('/api/boot').set('cookie', setCookieOf(answer)).expect(200);
    } finally {
      await secure.close();
    }
  });
});
