import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { buildPerson, buildTeam } from '../testing/people.build.ts';
import type { TestTeam } from '../testing/people.build.ts';
import { askForLink, mailsTo, signIn } from './sign-in.build.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const ask = (email: string) => request(api.app).post('/api/login-links').send({ email }).expect(202);

const shapeOf = (body: object): object =>
  Object.fromEntries(
    Object.entries(body).map(([key, value]) => [key, typeof value === 'string' ? value.length : value]),
  );

describe('asking for a sign-in link', () => {
  it('is answered the same whether or not the address is known, or blocked', async () => {
    const { user } = await buildPerson(api);
    const blocked = (await buildPerson(api)).user;
    await api.knex('users').where({ id: blocked.id }).update({ blocked_at: api.knex.fn.now() });
    const addresses = [user.email ?? '', blocked.email ?? '', 'new@example.org'];
    const answers = await Promise.all(addresses.map(ask));
    for (const answer of answers)
      expect(shapeOf(answer.body as object)).toEqual({ sent: true, request_token: 43 });
    for (const address of addresses) expect(await mailsTo(api, address)).toHaveLength(1);
  });

  it('puts the code into the subject and the link into the text, and no token into the subject', async () => {
    const { mail, token, code } = await askForLink(api, 'mail@example.org');
    expect(mail?.subject).toBe(`${code} is your Convomatic code`);
    expect(mail?.text).toContain(`${api.publicUrl}/sign-in#token=${token}\n`);
    expect(mail?.text).toContain(code);
  });

  it('is answered in the language of the browser, and to a known person in theirs', async () => {
    const headers = { 'accept-language': 'de-AT,en;q=0.5' };
    const stranger = await askForLink(api, 'neu@example.org', { headers });
    expect(stranger.mail?.subject).toBe(`${stranger.code} ist Ihr Code für Convomatic`);
    const { user } = await buildPerson(api);
    const known = await askForLink(api, user.email ?? '', { headers });
    expect(known.mail?.subject).toContain('is your Convomatic code');
  });

  it('keeps the three newest links of an address and ends the older ones', async () => {
    const asked = [];
    for (let round = 0; round < 4; round += 1) asked.push(await askForLink(api, 'again@example.org'));
    const [oldest, ...newest] = asked;
    const refused = await signIn(api, { token: oldest?.token }).expect(401);
    expect(refused.body).toMatchObject({ code: 'token_expired' });
    for (const { token } of newest) await signIn(api, { token }).expect(201);
  });

  it('stores neither token nor code so that they can be read', async () => {
    const { token, code, request_token } = await askForLink(api, 'hash@example.org');
    const rows = await api.knex('login_links').where({ email: 'hash@example.org' });
    const stored = JSON.stringify(
      rows.map(({ code_hash, token_hash, request_hash }: object & Record<string, unknown>) => [
        code_hash,
        token_hash,
        request_hash,
      ]),
    );
    for (const secret of [token, code, request_token]) expect(stored).not.toContain(secret);
  });
});

describe('the way back in the link', () => {
  it('is the page that was asked for', async () => {
    const { mail } = await askForLink(api, 'back@example.org', { return_path: '/projects/1?tab=a&b=c#d' });
    expect(mail?.text).toMatch(/#token=[\w-]{43}&return=%2Fprojects%2F1%3Ftab%3Da%26b%3Dc%23d\n/);
  });

  it.each([
    'https://elsewhere.example',
    '//elsewhere.example',
    '/\\elsewhere.example',
    '\\\\elsewhere.example',
    '/\t/elsewhere.example',
    'javascript:alert(1)',
    'elsewhere',
    '',
  ])('is never another site: open redirect by %j is refused, and nothing is sent', async (return_path) => {
    const email = 'redirect@example.org';
    const answer = await request(api.app).post('/api/login-links').send({ email, return_path }).expect(400);
    expect(answer.body).toMatchObject({ code: 'invalid_input', fields: { return_path: expect.any(String) } });
    expect(await mailsTo(api, email)).toEqual([]);
  });
});

describe('where sign-up is closed', () => {
  let closed: TestApi;
  beforeAll(async () => {
    closed = await startApi({ variables: { SIGN_UP: 'invited', ADMIN_EMAILS: 'boss@example.org' } });
  });
  afterAll(() => closed.close());

  const invite = async (email: string, expired = false): Promise<TestTeam> => {
    const team = await buildTeam(closed);
    await closed.knex('invitations').insert({
      team_id: team.id,
      role: 'editor',
      email,
      token_hash: email,
      invited_by: team.owner.user.id,
      expires_at: closed.knex.raw(`clock_timestamp() + interval '${expired ? -1 : 1} day'`),
    });
    return team;
  };

  it('a stranger gets the same answer, a mail that says so, and no way in', async () => {
    const stranger = await askForLink(closed, 'stranger@example.org');
    expect(stranger.request_token).toHaveLength(43);
    expect(stranger.mail?.subject).toBe('There is no Convomatic account for this address');
    expect(stranger.token + stranger.code).toBe('');
    const guess = { request_token: stranger.request_token, code: '123456' };
    const wrong = await signIn(closed, guess).expect(401);
    expect(wrong.body).toMatchObject({ fields: { code: '4 tries are left.' } });
  });

  it('invited, appointed and known people come in, and others not even with a link', async () => {
    await invite('invited@example.org');
    await invite('too-late@example.org', true);
    const { user } = await buildPerson(closed);
    for (const email of ['invited@example.org', 'boss@example.org', user.email ?? '']) {
      const { token } = await askForLink(closed, email);
      await signIn(closed, { token }).expect(201);
    }
    expect((await askForLink(closed, 'too-late@example.org')).token).toBe('');
    const { owner } = await invite('invited-by-blocked@example.org');
    const admin = await buildPerson(closed, 'admin');
    await admin.post(`/api/users/${String(owner.user.id)}/block`).expect(200);
    expect((await askForLink(closed, 'invited-by-blocked@example.org')).token).toBe('');

    await invite('taken-back@example.org');
    const { token } = await askForLink(closed, 'taken-back@example.org');
    await closed
      .knex('invitations')
      .where({ email: 'taken-back@example.org' })
      .update({ revoked_at: closed.knex.fn.now() });
    const refused = await signIn(closed, { token }).expect(403);
    expect(refused.body).toMatchObject({ code: 'forbidden' });
    expect(await closed.knex('users').where({ email: 'taken-back@example.org' })).toEqual([]);
  });
});

describe('asking too often', () => {
  it('is refused for the address and for the network, with the time to wait', async () => {
    const strict = await startApi({
      limits: {
        sign_in_link_per_email: '2/900',
        sign_in_link_per_address: '3/900',
        sign_in_per_address: '1/900',
      },
    });
    try {
      const post = (email: string) => request(strict.app).post('/api/login-links').send({ email });
      await post('a@example.org').expect(202);
      await post('A@example.org').expect(202);
      const tooMany = await post('a@example.org').expect(429);
      expect(Number(tooMany.get('retry-after'))).toBeGreaterThan(800);
      await post('b@example.org').expect(429);
      await signIn(strict, { token: 'x'.repeat(43) }).expect(401);
      await signIn(strict, { token: 'x'.repeat(43) }).expect(429);
    } finally {
      await strict.close();
    }
  });
});
