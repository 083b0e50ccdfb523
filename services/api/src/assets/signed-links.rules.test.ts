import { expect, it } from '@jest/globals';
import { createSignedLinks } from './signed-links.ts';

it('an address works for five minutes, for the one file', () => {
  let now = 1_000_000;
  const links = createSignedLinks({ secretKey: 'secret', now: () => now });
  const { url, expires_at } = links.make(7);
  expect(expires_at).toBe(new Date(now + 300_000).toISOString());
  const { searchParams, pathname } = new URL(url, 'http://localhost');
  expect(pathname).toBe('/api/assets/7/file');
  const signed = {
    expires: Number(searchParams.get('expires')),
    signature: searchParams.get('signature') ?? '',
  };
  now += 300_000;
  expect(() => {
    links.require({ asset_id: 7, ...signed });
  }).not.toThrow();
  expect(() => {
    links.require({ asset_id: 8, ...signed });
  }).toThrow('not right');
  now += 1;
  expect(() => {
    links.require({ asset_id: 7, ...signed });
  }).toThrow('too old');
});
