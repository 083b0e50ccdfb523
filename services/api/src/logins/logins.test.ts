import { loginCookie } from '@convomatic/contracts';
import { currentUserKey } from '@convomatic/contracts/names';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { buildPerson } from '../testing/people.build.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

type Mail = { to: string; text: string };

const mails = async (to: string): Promise<Mail[]> => {
  const { rows } = await api.knex.raw<{ rows: { payload: Mail }[] }>(
    'select payload from graphile_worker._private_jobs order by id',
  );
  return rows.map((row) => row.payload).filter((mail) => mail.to === to);
};

const askForLink = async (email: string): Promise<string> => {
  await request(api.app).post('/api/login-links').send({ email }).expect(202);
  const mail = (await mails(email.toLowerCase())).at(-1);
  return /#token=([\w-]+)/.exec(mail?.text ?? '')?.[1] ?? '';
};

const signIn = (token: string) => request(api.app).post('/api/logins').send({ token });

const cookieOf = (answer: request.Response): string => answer.get('set-cookie')?.[0] ?? '';

describe('signing in', () => {
  it('answers and mails the same whether or not the address is known', async () => {
    const { user } = await buildPerson(api);
    const known = await request(api.app).post('/api/login-links').send({ email: user.email }).expect(202);
    const unknown = await request(api.app)
      .post('/api/login-links')
      .send({ email: 'new@example.org' })
      .expect(202);
    expect(known.body).toEqual(unknown.body);
    expect(await mails('new@example.org')).toHaveLength(1);
    expect(await mails(user.email ?? '')).toHaveLength(1);
  });

  it('makes a new person with a team of their own, and one cookie that scripts cannot read', async () => {
    const answer = await signIn(await askForLink('Ada@example.org')).expect(201);
    expect(answer.body).toMatchObject({
      user: { name: 'ada', email: 'ada@example.org', platform_role: 'user' },
    });
    expect(cookieOf(answer)).toMatch(
      new RegExp(`^${loginCookie}=[\\w-]{43}; Max-Age=2592000; Path=/; .*HttpOnly; SameSite=Lax$`),
    );
    const boot = await request(api.app).get('/api/boot').set('cookie', cookieOf(answer)).expect(200);
    expect(boot.body).toMatchObject({ groups: [{ kind: 'team', name: 'ada’s team', role: 'owner' }] });
  });

  it('gives somebody who comes back the same person and no second team', async () => {
    const first = await signIn(await askForLink('twice@example.org')).expect(201);
    const second = await signIn(await askForLink('twice@example.org')).expect(201);
    expect(second.body).toEqual(first.body);
    const boot = await request(api.app).get('/api/boot').set('cookie', cookieOf(second)).expect(200);
    expect((boot.body as { groups: unknown[] }).groups).toHaveLength(1);
  });

  it('lets a link work once, also when it is used twice at the same moment', async () => {
    const token = await askForLink('once@example.org');
    const answers = await Promise.all([signIn(token), signIn(token), signIn(token)]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 401, 401]);
    const late = await signIn(token).expect(401);
    expect(late.body).toMatchObject({ code: 'token_expired' });
  });

  it('refuses a link after fifteen minutes', async () => {
    const token = await askForLink('late@example.org');
    await api
      .knex('login_links')
      .where({ email: 'late@example.org' })
      .update({
        expires_at: api.knex.raw(`expires_at - interval '15 minutes'`),
      });
    const answer = await signIn(token).expect(401);
    expect(answer.body).toMatchObject({ code: 'token_expired' });
  });

  it('refuses a token that nobody was sent, and sets no cookie', async () => {
    const answer = await signIn('x'.repeat(43)).expect(401);
    expect(answer.body).toMatchObject({ code: 'token_invalid' });
    expect(cookieOf(answer)).toBe('');
  });

  it('stores tokens hashed alone', async () => {
    const token = await askForLink('hash@example.org');
    const answer = await signIn(token).expect(201);
    const login = /=([\w-]{43})/.exec(cookieOf(answer))?.[1] ?? '';
    const { rows } = await api.knex.raw<{ rows: { all: string }[] }>(
      `select (select json_agg(login_links)::text from login_links) || (select json_agg(logins)::text from logins) as all`,
    );
    expect(rows[0]?.all).not.toContain(token);
    expect(rows[0]?.all).not.toContain(login);
  });
});

describe('a login', () => {
  it('ends by signing out: the cookie opens nothing, and neither does its channel token', async () => {
    const person = await buildPerson(api);
    const boot = await person.get('/api/boot').expect(200);
    const key = currentUserKey((boot.body as { channel_token: string }).channel_token);
    expect(await api.redis.exists(key)).toBe(1);
    const answer = await person.delete('/api/logins/current').expect(204);
    expect(cookieOf(answer)).toContain('Expires=Thu, 01 Jan 1970');
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

  it('cannot be used by another site', async () => {
    const person = await buildPerson(api);
    const post = (headers: Record<string, string>) =>
      person.post('/api/teams', { name: 'Team' }).set(headers);
    await post({ origin: 'https://elsewhere.example' }).expect(403);
    await post({ origin: 'null' }).expect(403);
    await post({ 'sec-fetch-site': 'cross-site' }).expect(403);
    await post({ 'sec-fetch-site': 'same-site' }).expect(403);
    await post({ 'sec-fetch-site': 'same-origin', origin: api.publicUrl }).expect(201);
    await post({ origin: api.publicUrl }).expect(201);
    await post({}).expect(201);
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
      await request(secure.app).post('/api/login-links').send({ email: 'safe@example.org' }).expect(202);
      const { rows } = await secure.knex.raw<{ rows: { payload: Mail }[] }>(
        'select payload from graphile_worker._private_jobs',
      );
      expect(rows[0]?.payload.text).toContain('https://talk.example.org/sign-in#token=');
      const token = /#token=([\w-]+)/.exec(rows[0]?.payload.text ?? '')?.[1];
      const answer = await request(secure.app).post('/api/logins').send({ token }).expect(201);
      expect(cookieOf(answer)).toMatch(/^__Host-convomatic_login=.*; Secure/);
      await request(secure.app).get('/api/boot').set('cookie', cookieOf(answer)).expect(200);
    } finally {
      await secure.close();
    }
  });
});
