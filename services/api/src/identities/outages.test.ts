import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { startApi } from '../testing/api.ts';
import { openBrowser } from './identities.build.ts';
import { buildAccount, startWithProviders } from './providers.build.ts';
import type { ApiWithProviders } from './providers.build.ts';

let all: ApiWithProviders;
beforeAll(async () => {
  all = await startWithProviders();
});
afterAll(() => all.close());

describe('a provider that is away', () => {
  it('stops its own sign-ins alone, with words for the page, and works again once it is back', async () => {
    await all.school.stop();
    const away = await openBrowser(all.api).start();
    expect(away.status).toBe(503);
    expect(away.body).toMatchObject({
      code: 'unavailable',
      message: 'The school cannot be reached right now. Try again in a moment, or sign in by e-mail.',
    });
    const { sub } = buildAccount(all.clinic);
    expect((await openBrowser(all.api).signIn(sub, { provider: 'clinic' })).get('location')).toBe('/');
    await all.school.start();
    const back = buildAccount(all.school).sub;
    expect((await openBrowser(all.api).signIn(back)).get('location')).toBe('/');
  });

  it('between leaving and coming back is told on the sign-in page', async () => {
    const browser = openBrowser(all.api);
    const answer = await browser.leave(buildAccount(all.school).sub);
    await all.school.stop();
    const page = await browser.comeBack(answer);
    await all.school.start();
    expect(page.get('location')).toBe('/sign-in?problem=provider_unavailable');
  });

  it('does not hold a person for longer than its five seconds when it says nothing', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const issuer = `http://127.0.0.1:${String((silent.address() as AddressInfo).port)}`;
    const provider = { id: 'school', name: 'School', issuer, client_id: 'c', client_secret: 's' };
    const api = await startApi({ variables: { OPENID_PROVIDERS: JSON.stringify([provider]) } });
    try {
      const began = performance.now();
      expect((await openBrowser(api).start()).status).toBe(503);
      expect(performance.now() - began).toBeLessThan(10_000);
    } finally {
      await api.close();
      silent.close();
      silent.closeAllConnections();
    }
  });
});

describe('the keys of a provider', () => {
  it('may change: one sign-in fails at most, and the next asks for the new ones', async () => {
    const { sub } = buildAccount(all.school);
    expect((await openBrowser(all.api).signIn(sub)).get('location')).toBe('/');
    all.school.changeKey();
    expect((await openBrowser(all.api).signIn(sub)).get('location')).toBe('/sign-in?problem=failed');
    expect((await openBrowser(all.api).signIn(sub)).get('location')).toBe('/');
  });

  it('are what counts: a token that another key signed under the same name is refused', async () => {
    const { sub } = buildAccount(all.school);
    expect((await openBrowser(all.api).signIn(sub)).get('location')).toBe('/');
    all.school.changeKey({ keepId: true });
    expect((await openBrowser(all.api).signIn(sub)).get('location')).toBe('/sign-in?problem=failed');
  });
});
