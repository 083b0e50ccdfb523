import { describe, expect, it } from '@jest/globals';
import { requestIdFrom } from './ids.ts';
import { hashToken, hmac, isSameSecret, newToken } from './tokens.ts';

describe('a token', () => {
  it('is 256 bits, fit for a link, and new each time', () => {
    expect(newToken()).toMatch(/^[\w-]{43}$/);
    expect(newToken()).not.toBe(newToken());
  });

  it('is stored as a hash that does not give it back', () => {
    expect(hashToken('a')).toBe('ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb');
  });

  it('made by HMAC depends on key and text', () => {
    expect(hmac('k', 'login-1')).toBe(hmac('k', 'login-1'));
    expect(hmac('k', 'login-1')).not.toBe(hmac('k', 'login-2'));
    expect(hmac('k', 'login-1')).not.toBe(hmac('j', 'login-1'));
  });

  it('equals itself alone', () => {
    expect(isSameSecret('abc', 'abc')).toBe(true);
    expect(isSameSecret('abc', 'abd')).toBe(false);
    expect(isSameSecret('abc', 'abcd')).toBe(false);
  });
});

describe('a request id', () => {
  it('is the caller’s where that is safe to log', () => {
    expect(requestIdFrom('trace-1234')).toBe('trace-1234');
  });

  it.each([
    undefined,
    '',
    'short',
    'x'.repeat(65),
    'with space',
    'line\nbreak',
    ['twice-1234', 'twice-1234'],
  ])('is new for %j', (header) => {
    expect(requestIdFrom(header)).toMatch(/^[\da-f-]{36}$/);
  });
});
