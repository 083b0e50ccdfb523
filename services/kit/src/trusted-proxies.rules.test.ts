import { describe, expect, it } from '@jest/globals';
import { createIsTrusted, isProxyList } from './trusted-proxies.ts';

describe('a list of trusted proxies', () => {
  it.each([
    ['loopback', '127.0.0.1', true],
    ['loopback', '127.8.9.1', true],
    ['loopback', '::1', true],
    ['loopback', '::ffff:127.0.0.1', true],
    ['loopback', '::ffff:7f00:1', true],
    ['loopback', '10.0.0.1', false],
    ['uniquelocal', '172.18.0.3', true],
    ['uniquelocal', '::ffff:172.18.0.3', true],
    ['uniquelocal', 'fd00::7', true],
    ['uniquelocal', '172.32.0.1', false],
    ['uniquelocal', '127.0.0.1', false],
    ['none', '127.0.0.1', false],
    ['loopback, 203.0.113.7', '203.0.113.7', true],
    ['203.0.113.7', '203.0.113.8', false],
    ['2001:db8::/32', '2001:db8:1::5', true],
    ['2001:db8::/32', '2001:db9::5', false],
    ['0.0.0.0/0', '8.8.8.8', true],
    ['loopback', 'unknown', false],
    ['loopback', '', false],
  ])('of %s and the address %s: %s', (list, address, isTrusted) => {
    expect(createIsTrusted(list)(address)).toBe(isTrusted);
  });

  it.each(['loopback', 'none', 'loopback,uniquelocal', '10.0.0.0/8', '::1', ' fd00::/8 , 1.2.3.4'])(
    'may be "%s"',
    (list) => {
      expect(isProxyList(list)).toBe(true);
    },
  );

  it.each(['', 'true', '1', '10.0.0.0/33', '10.0.0/8', '::1/129', '1.2.3.4/8/8', 'loopback,', '1.2.3.4/x'])(
    'may not be "%s"',
    (list) => {
      expect(isProxyList(list)).toBe(false);
    },
  );
});
