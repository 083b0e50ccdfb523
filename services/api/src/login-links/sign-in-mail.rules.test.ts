import { returnPath } from '@convomatic/contracts';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { signInUrl } from './sign-in-mail.ts';

const publicUrl = 'https://talk.example.org';
const wayOf = (return_path: string): string | null =>
  new URLSearchParams(new URL(signInUrl({ publicUrl, token: 't', return_path })).hash.slice(1)).get('return');

describe('the link of a sign-in mail', () => {
  it('has its token behind the #, where no server sees it', () => {
    expect(signInUrl({ publicUrl, token: 'abc' })).toBe('https://talk.example.org/sign-in#token=abc');
  });

  it('leads back to a path of our own', () => {
    expect(wayOf('/invite#token=a&b')).toBe('/invite#token=a&b');
  });

  it('never carries another site, whoever let it through', () => {
    expect(wayOf('https://elsewhere.example/')).toBeNull();
    expect(wayOf('//elsewhere.example')).toBeNull();
    expect(wayOf('/\\elsewhere.example')).toBeNull();
  });

  it('stays with us for every path that the contract accepts', () => {
    const sign = fc.constantFrom(
      '/',
      '\\',
      '.',
      ':',
      '@',
      '?',
      '#',
      '%2f',
      '\t',
      ' ',
      'a',
      'http:',
      '\u0000',
    );
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 8 }), (signs) => {
        const path = `/${signs.join('')}`;
        fc.pre(returnPath.safeParse(path).success);
        expect(new URL(path, publicUrl).origin).toBe(publicUrl);
      }),
      { numRuns: 2_000 },
    );
  });
});
