import { describe, expect, it } from '@jest/globals';
import { readClaims } from './claims.ts';

const token = { iss: 'https://login.school.example', sub: 'a1' };

describe('what a provider says of a person', () => {
  it('is an address in small letters and a name in one line', () => {
    const told = { email: 'Ada@School.example', email_verified: true, name: ' Ada\n\u0000Lovelace ' };
    expect(readClaims(token, told)).toEqual({
      issuer: token.iss,
      subject: 'a1',
      email: 'ada@school.example',
      isEmailVerified: true,
      name: 'Ada Lovelace',
    });
  });

  it.each([undefined, null, false, 'true', 1, {}])(
    'verifies no address with %j in place of true',
    (email_verified) => {
      const told = { email: 'ada@school.example', email_verified };
      expect(readClaims(token, told)).toMatchObject({ email: told.email, isEmailVerified: false });
    },
  );

  it.each([undefined, null, '', 'no address', 7, ['ada@school.example'], 'a@b.example\u0000'])(
    'has no address where it says %j, and so none that is verified',
    (email) => {
      expect(readClaims(token, { email, email_verified: true })).toMatchObject({
        email: null,
        isEmailVerified: false,
      });
    },
  );

  it.each([undefined, 7, ' \u0000 ', {}])('has no name where it says %j', (name) => {
    expect(readClaims(token, { name }).name).toBe('');
  });

  it('is cut to a name that can be shown and stored', () => {
    expect(readClaims(token, { name: '🎈'.repeat(100) }).name).toBe('🎈'.repeat(80));
    expect(readClaims(token, { name: 'a\ud800b' }).name.isWellFormed()).toBe(true);
  });

  it.each(['', 'x'.repeat(256), 'a\u0000', 'ä'])('is worth nothing with %j as the subject', (sub) => {
    expect(() => readClaims({ ...token, sub }, {})).toThrow();
  });
});
