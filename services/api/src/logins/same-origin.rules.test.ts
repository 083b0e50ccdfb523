import { describe, expect, it } from '@jest/globals';
import { canUseCookie } from './same-origin.policy.ts';

const ask = (request: Partial<Parameters<typeof canUseCookie>[0]>) =>
  canUseCookie({ method: 'POST', host: 'talk.example.org', ...request }, 'https://public.example.org');

describe('a cookie', () => {
  it('may be read with from anywhere', () => {
    expect(ask({ method: 'GET', origin: 'https://elsewhere.example' })).toBe(true);
  });

  it('may be used by a page of the host that was asked, or of the public address', () => {
    expect(ask({ origin: 'https://talk.example.org' })).toBe(true);
    expect(ask({ origin: 'https://public.example.org' })).toBe(true);
  });

  it('may be used where the browser says so, whatever name the host has in front of a proxy', () => {
    expect(ask({ secFetchSite: 'same-origin', origin: 'https://other-name.example' })).toBe(true);
    expect(ask({ secFetchSite: 'none' })).toBe(true);
  });

  it.each(['https://elsewhere.example', 'https://talk.example.org.evil.example', 'null', 'rubbish'])(
    'may not be used by %s',
    (origin) => {
      expect(ask({ origin })).toBe(false);
    },
  );

  it('may not be used by a neighbour under the same domain', () => {
    expect(ask({ secFetchSite: 'same-site', origin: 'https://talk.example.org' })).toBe(false);
  });

  it('may be used by what is no browser', () => {
    expect(ask({})).toBe(true);
  });
});
