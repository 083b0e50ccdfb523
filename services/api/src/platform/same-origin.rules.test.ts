import { describe, expect, it } from '@jest/globals';
import { mayChange } from './same-origin.policy.ts';

type Asking = Parameters<typeof mayChange>[0];

const post = { method: 'POST', host: 'talk.example.org', hasLogin: true, hasBearer: false };
const withCookie = (asking: Partial<Asking>): boolean =>
  mayChange({ ...post, ...asking }, 'https://public.example.org');
const withoutCookie = (asking: Partial<Asking>): boolean => withCookie({ hasLogin: false, ...asking });

const elsewhere = [
  'https://elsewhere.example',
  'https://talk.example.org.evil.example',
  'https://talk.example.org:8443',
  'null',
  'rubbish',
];

describe('a request with the cookie of a login', () => {
  it('may read from anywhere', () => {
    expect(withCookie({ method: 'GET', origin: 'https://elsewhere.example' })).toBe(true);
  });

  it('may change something from a page of the host that was asked, or of the public address', () => {
    expect(withCookie({ origin: 'https://talk.example.org' })).toBe(true);
    expect(withCookie({ origin: 'https://public.example.org' })).toBe(true);
  });

  it('may where the browser says so, whatever name the host has in front of a proxy', () => {
    expect(withCookie({ secFetchSite: 'same-origin', origin: 'https://other-name.example' })).toBe(true);
  });

  it.each(elsewhere)('may not from %s', (origin) => {
    expect(withCookie({ origin })).toBe(false);
  });

  it('may not from a neighbour under the same domain', () => {
    expect(withCookie({ secFetchSite: 'same-site', origin: 'https://talk.example.org' })).toBe(false);
  });

  it('may not when nothing says where it comes from', () => {
    expect(withCookie({})).toBe(false);
    expect(withCookie({ secFetchSite: 'none' })).toBe(false);
  });

  it('may with a token in its header, which counts alone', () => {
    expect(withCookie({ hasBearer: true, origin: 'https://elsewhere.example' })).toBe(true);
  });
});

describe('a request without one', () => {
  it('may change something from our pages, and from what is no browser', () => {
    expect(withoutCookie({ origin: 'https://talk.example.org' })).toBe(true);
    expect(withoutCookie({ secFetchSite: 'same-origin' })).toBe(true);
    expect(withoutCookie({})).toBe(true);
  });

  it.each(elsewhere)('may not from %s', (origin) => {
    expect(withoutCookie({ origin })).toBe(false);
  });

  it.each(['cross-site', 'same-site', 'anything'])('may not from a page that is %s', (secFetchSite) => {
    expect(withoutCookie({ secFetchSite })).toBe(false);
  });
});
