import { loginCookie } from '@convomatic/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApi } from '../testing/api.ts';
import { buildPerson } from '../testing/people.build.ts';
import { openBrowser } from './identities.build.ts';
import { buildAccount, startWithProviders } from './providers.build.ts';
import type { ApiWithProviders } from './providers.build.ts';

let all: ApiWithProviders;
beforeAll(async () => {
  all = await startWithProviders();
});
afterAll(() => all.close());

type Boot = { user: { id: number; name: string; email: string | null }; groups: { name: string }[] };

const userRow = (id: number) =>
  all.api
    .knex('users')
    .where({ id })
    .first<{ email: string | null; email_proved_at: string | null } | undefined>('email', 'email_proved_at');

describe('signing in by a provider', () => {
  it('offers the providers by id and name, without their secrets', async () => {
    const answer = await openBrowser(all.api).get('/api/identity-providers').expect(200);
    expect(answer.body).toEqual({
      providers: [
        { id: 'school', name: 'The school' },
        { id: 'clinic', name: 'The clinic' },
      ],
    });
  });

  it.each(['school', 'clinic'] as const)(
    'makes a new person with a proved address and a team, by the %s',
    async (provider) => {
      const { sub, name, email } = buildAccount(all[provider]);
      const browser = openBrowser(all.api);
      const answer = await browser.signIn(sub, { provider, return_path: '/projects?sort=name' });
      expect(answer.status).toBe(303);
      expect(answer.get('location')).toBe('/projects?sort=name');
      const boot = (await browser.get('/api/boot').expect(200)).body as Boot;
      expect(boot).toMatchObject({ user: { name, email }, groups: [{ name: `${name}’s team` }] });
      expect((await userRow(boot.user.id))?.email_proved_at).not.toBeNull();
      const logins = (await browser.get('/api/logins').expect(200)).body as { logins: object[] };
      expect(logins.logins).toMatchObject([{ method: 'openid', is_current: true }]);
    },
  );

  it('goes to the start page where no way back was asked for', async () => {
    const { sub } = buildAccount(all.school);
    expect((await openBrowser(all.api).signIn(sub)).get('location')).toBe('/');
  });

  it('finds the same person again by what the provider calls them, though name and address changed', async () => {
    const account = buildAccount(all.school);
    const first = openBrowser(all.api);
    await first.signIn(account.sub);
    all.school.setAccount({ ...account, name: 'Another name', email: `new-${account.email}` });
    const again = openBrowser(all.api);
    await again.signIn(account.sub);
    const boots = await Promise.all([first, again].map((browser) => browser.get('/api/boot').expect(200)));
    expect((boots[1]?.body as Boot).user).toEqual((boots[0]?.body as Boot).user);
    const { identities } = (await again.get('/api/identities').expect(200)).body as { identities: object[] };
    expect(identities).toMatchObject([{ provider: 'school', email: `new-${account.email}` }]);
  });

  it('makes one person of two first sign-ins at the same moment', async () => {
    const { sub, email } = buildAccount(all.school);
    const browsers = [openBrowser(all.api), openBrowser(all.api), openBrowser(all.api)];
    const answers = await Promise.all(browsers.map((browser) => browser.signIn(sub)));
    expect(answers.map((answer) => answer.get('location'))).toEqual(['/', '/', '/']);
    expect(await all.api.knex('users').where({ email })).toHaveLength(1);
    expect(await all.api.knex('identities').where({ subject: sub })).toHaveLength(1);
  });

  it('lets one browser have two sign-ins on their way', async () => {
    const { sub } = buildAccount(all.school);
    const browser = openBrowser(all.api);
    const first = await browser.leave(sub, { return_path: '/first' });
    const second = await browser.leave(sub, { return_path: '/second' });
    expect((await browser.comeBack(first)).get('location')).toBe('/first');
    expect((await browser.comeBack(second)).get('location')).toBe('/second');
  });
});

describe('the address that a provider tells', () => {
  it('leads to the person who proved it here, when the provider has verified it', async () => {
    const { user } = await buildPerson(all.api);
    await all.api.knex('users').where({ id: user.id }).update({ email_proved_at: new Date().toISOString() });
    const { sub } = buildAccount(all.school, { email: user.email?.toUpperCase() ?? '' });
    const browser = openBrowser(all.api);
    await browser.signIn(sub);
    expect(((await browser.get('/api/boot').expect(200)).body as Boot).user.id).toBe(user.id);
    const audit = await all.api.knex('audit_entries').where({ actor_id: user.id, action: 'identity.link' });
    expect(audit).toHaveLength(1);
  });

  it.each([false, undefined, 'true'])(
    'leads to nobody when the provider has not verified it (%s)',
    async (email_verified) => {
      const { user } = await buildPerson(all.api);
      const { sub } = buildAccount(all.clinic, {
        email: user.email ?? '',
        email_verified: email_verified as boolean,
      });
      const browser = openBrowser(all.api);
      await browser.signIn(sub, { provider: 'clinic' });
      const boot = (await browser.get('/api/boot').expect(200)).body as Boot;
      expect(boot.user.id).not.toBe(user.id);
      expect(boot.user.email).toBeNull();
    },
  );

  it('is kept as unproved when nobody has it and the provider has not verified it', async () => {
    const { sub, email } = buildAccount(all.school, { email_verified: false });
    const browser = openBrowser(all.api);
    await browser.signIn(sub);
    const { user } = (await browser.get('/api/boot').expect(200)).body as Boot;
    expect(await userRow(user.id)).toEqual({ email, email_proved_at: null });
  });

  it('ends what an unproved owner of it had, when somebody proves it first', async () => {
    const email = 'wanted@school.example';
    const thief = buildAccount(all.school, { email, email_verified: false });
    const early = openBrowser(all.api);
    await early.signIn(thief.sub);
    const owner = buildAccount(all.clinic, { email });
    const browser = openBrowser(all.api);
    expect((await browser.signIn(owner.sub, { provider: 'clinic' })).get('location')).toBe('/');
    await early.get('/api/boot').expect(401);
    const { user } = (await browser.get('/api/boot').expect(200)).body as Boot;
    expect((await userRow(user.id))?.email_proved_at).not.toBeNull();

    const late = openBrowser(all.api);
    await late.signIn(thief.sub);
    expect(((await late.get('/api/boot').expect(200)).body as Boot).user.id).not.toBe(user.id);
  });

  it('may be missing', async () => {
    const { sub } = buildAccount(all.school, { email: 'no address', name: ' \u0000\ud800 ' });
    const browser = openBrowser(all.api);
    expect((await browser.signIn(sub)).get('location')).toBe('/');
    const { user } = (await browser.get('/api/boot').expect(200)).body as Boot;
    expect(user.email).toBeNull();
  });
});

describe('who may sign in', () => {
  it('is nobody who was blocked, whatever the provider says', async () => {
    const { sub, email } = buildAccount(all.school);
    const browser = openBrowser(all.api);
    await browser.signIn(sub);
    await all.api.knex('users').where({ email }).update({ blocked_at: new Date().toISOString() });
    const answer = await openBrowser(all.api).signIn(sub);
    expect(answer.get('location')).toBe('/sign-in?problem=blocked');
    expect(answer.get('Set-Cookie')).toBeUndefined();
    const other = buildAccount(all.clinic, { email });
    const byAddress = await openBrowser(all.api).signIn(other.sub, { provider: 'clinic' });
    expect(byAddress.get('location')).toBe('/sign-in?problem=blocked');
  });

  it('is by invitation alone where that is set, by a verified address', async () => {
    const closed = await startWithProviders({ SIGN_UP: 'invited', ADMIN_EMAILS: 'boss@school.example' });
    try {
      const signIn = (told: object) => openBrowser(closed.api).signIn(buildAccount(closed.school, told).sub);
      const refused = '/sign-in?problem=not_invited';
      expect((await signIn({})).get('location')).toBe(refused);
      const boss = { email: 'boss@school.example' };
      expect((await signIn({ ...boss, email_verified: false })).get('location')).toBe(refused);
      expect(await closed.api.knex('users')).toEqual([]);
      expect((await signIn(boss)).get('location')).toBe('/');
      expect(await closed.api.knex('users')).toMatchObject([{ ...boss, platform_role: 'admin' }]);
    } finally {
      await closed.close();
    }
  });
});

describe('under HTTPS', () => {
  it('the cookie of a sign-in on its way is bound to this host', async () => {
    const { issuer, clientId, clientSecret } = all.school;
    const provider = {
      id: 'school',
      name: 'School',
      issuer,
      client_id: clientId,
      client_secret: clientSecret,
    };
    const api = await startApi({
      publicUrl: 'https://talk.example.org',
      variables: { OPENID_PROVIDERS: JSON.stringify([provider]) },
    });
    try {
      const answer = await openBrowser(api).start();
      const url = new URL((answer.body as { url: string }).url);
      expect(url.searchParams.get('redirect_uri')).toBe(
        'https://talk.example.org/api/identity-providers/school/callback',
      );
      expect(url.searchParams.get('code_challenge_method')).toBe('S256');
      expect(answer.get('Set-Cookie')?.[0]).toMatch(
        /^__Host-convomatic_openid=[\w-]{43}; Max-Age=600; Path=\/; .*HttpOnly; Secure; SameSite=Lax$/,
      );
      expect(answer.get('Set-Cookie')?.[0]).not.toContain(loginCookie);
    } finally {
      await api.close();
    }
  });
});
