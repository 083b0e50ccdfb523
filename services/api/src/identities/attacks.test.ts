import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openBrowser } from './identities.build.ts';
import { buildAccount, startWithProviders } from './providers.build.ts';
import type { ApiWithProviders } from './providers.build.ts';

let all: ApiWithProviders;
beforeAll(async () => {
  all = await startWithProviders();
});
afterAll(() => all.close());

const problem = (code: string): string => `/sign-in?problem=${code}`;

const change = (url: URL, parts: Record<string, string>): URL => {
  const changed = new URL(url);
  for (const [name, value] of Object.entries(parts)) changed.searchParams.set(name, value);
  return changed;
};

const countLogins = async (): Promise<number> => (await all.api.knex('logins')).length;

describe('an answer of a provider', () => {
  it('is good once, also when it comes twice at the same moment', async () => {
    const browser = openBrowser(all.api);
    const answer = await browser.leave(buildAccount(all.school).sub);
    const both = await Promise.all([browser.comeBack(answer), browser.comeBack(answer)]);
    expect(both.map((page) => page.get('location')).sort()).toEqual(['/', problem('expired')]);
    expect((await browser.comeBack(answer)).get('location')).toBe(problem('expired'));
  });

  it('is good in the browser alone that began, so that nobody is signed in as another', async () => {
    const answer = await openBrowser(all.api).leave(buildAccount(all.school).sub);
    const victim = openBrowser(all.api);
    expect((await victim.comeBack(answer)).get('location')).toBe(problem('expired'));
    await victim.leave(buildAccount(all.school).sub);
    expect((await victim.comeBack(answer)).get('location')).toBe(problem('expired'));
    await victim.get('/api/boot').expect(401);
  });

  it('is worth nothing without a request of ours', async () => {
    const browser = openBrowser(all.api);
    const answer = await browser.leave(buildAccount(all.school).sub);
    expect((await browser.comeBack(change(answer, { state: 'x'.repeat(43) }))).get('location')).toBe(
      problem('expired'),
    );
    const stateless = new URL(answer);
    stateless.searchParams.delete('state');
    expect((await browser.comeBack(stateless)).get('location')).toBe(problem('expired'));
  });

  it('comes too late after ten minutes', async () => {
    const browser = openBrowser(all.api);
    const answer = await browser.leave(buildAccount(all.school).sub);
    const { rowCount } = await all.api.knex.raw<{ rowCount: number }>(
      `update identity_requests set expires_at = expires_at - interval '10 minutes' where state = ?`,
      [answer.searchParams.get('state') ?? ''],
    );
    expect(rowCount).toBe(1);
    expect((await browser.comeBack(answer)).get('location')).toBe(problem('expired'));
  });

  it.each([
    ['another code', { code: 'x'.repeat(43) }],
    ['another issuer', { iss: 'https://evil.example' }],
  ])('is refused with %s', async (_what, parts) => {
    const before = await countLogins();
    const browser = openBrowser(all.api);
    const answer = await browser.leave(buildAccount(all.school).sub);
    const page = await browser.comeBack(change(answer, parts));
    expect(page.get('location')).toBe(problem('failed'));
    expect(page.get('Set-Cookie')).toBeUndefined();
    expect(await countLogins()).toBe(before);
  });

  it('is refused without the issuer where the provider promises to name it', async () => {
    const browser = openBrowser(all.api);
    const answer = await browser.leave(buildAccount(all.school).sub);
    answer.searchParams.delete('iss');
    expect((await browser.comeBack(answer)).get('location')).toBe(problem('failed'));
  });

  it.each(['nonce', 'code_verifier'])('is refused when its %s is not ours', async (column) => {
    const browser = openBrowser(all.api);
    const answer = await browser.leave(buildAccount(all.school).sub);
    await all.api
      .knex('identity_requests')
      .where({ state: answer.searchParams.get('state') })
      .update({ [column]: 'x'.repeat(43) });
    expect((await browser.comeBack(answer)).get('location')).toBe(problem('failed'));
  });

  it('is taken by the callback alone of the provider that was asked', async () => {
    const browser = openBrowser(all.api);
    const answer = await browser.leave(buildAccount(all.school).sub);
    const elsewhere = new URL(answer.href.replace('/school/', '/clinic/'));
    expect((await browser.comeBack(elsewhere)).get('location')).toBe(problem('expired'));
    const other = await browser.leave(buildAccount(all.clinic).sub, { provider: 'clinic' });
    const mixed = change(
      other,
      Object.fromEntries(['code', 'iss'].map((name) => [name, answer.searchParams.get(name) ?? ''])),
    );
    expect((await browser.comeBack(mixed)).get('location')).toBe(problem('failed'));
    expect((await browser.comeBack(answer)).get('location')).toBe('/');
  });

  it('may be that the person does not want to', async () => {
    const browser = openBrowser(all.api);
    const { url } = (await browser.start()).body as { url: string };
    const page = await browser.comeBack(await browser.visit(url, 'cancel'));
    expect(page.get('location')).toBe(problem('denied'));
  });

  it('with a parameter twice is refused in the shape of every error', async () => {
    const browser = openBrowser(all.api);
    const answer = await browser.leave(buildAccount(all.school).sub);
    answer.searchParams.append('code', 'second');
    const page = await browser.comeBack(answer);
    expect(page.status).toBe(400);
    expect(page.body).toMatchObject({ code: 'invalid_input' });
  });
});

describe('the way back', () => {
  it.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'javascript:alert(1)',
    'evil',
    '',
  ])('is a path of our own: %j is refused', async (return_path) => {
    const answer = await openBrowser(all.api).start({ return_path });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: 'invalid_input' });
  });

  it('stays here however it is written', async () => {
    const browser = openBrowser(all.api);
    const answer = await browser.signIn(buildAccount(all.school).sub, { return_path: '/..//evil.example' });
    const location = new URL(answer.get('location') ?? '', all.api.publicUrl);
    expect(location.origin).toBe(all.api.publicUrl);
  });
});

describe('a provider that is not set', () => {
  it('can neither be begun with nor come back', async () => {
    const browser = openBrowser(all.api);
    expect((await browser.start({ provider: 'google' })).status).toBe(404);
    await browser.get('/api/identity-providers/google/callback?code=1&state=2').expect(404);
    expect(await all.api.knex('identity_requests').where({ provider: 'google' })).toEqual([]);
  });
});

describe('a session', () => {
  it('gets a new token by signing in, whatever cookie was there before', async () => {
    const planted = 'p'.repeat(43);
    const browser = openBrowser(all.api, { convomatic_login: planted, convomatic_openid: 'rubbish' });
    await browser.signIn(buildAccount(all.school).sub);
    expect(browser.cookies.get('convomatic_login')).toMatch(/^[\w-]{43}$/);
    expect(browser.cookies.get('convomatic_login')).not.toBe(planted);
    await openBrowser(all.api, { convomatic_login: planted }).get('/api/boot').expect(401);
  });

  it('leaves no token, code or cookie in what is stored', async () => {
    const browser = openBrowser(all.api);
    const answer = await browser.leave(buildAccount(all.school).sub);
    await browser.comeBack(answer);
    const { rows } = await all.api.knex.raw<{ rows: { all: string }[] }>(
      `select (select json_agg(identity_requests)::text from identity_requests)
        || (select json_agg(identities)::text from identities)
        || (select json_agg(audit_entries)::text from audit_entries) as all`,
    );
    expect(rows[0]?.all).not.toContain(answer.searchParams.get('code'));
    expect(rows[0]?.all).not.toContain(browser.cookies.get('convomatic_openid'));
    expect(rows[0]?.all).toContain(answer.searchParams.get('state'));
  });
});
