import { describe, expect, it } from '@jest/globals';
import { safeReturnPath } from './return-path.ts';

const origin = 'https://talks.example';
const path = (asked: unknown) => safeReturnPath(asked, origin);

describe('the return path', () => {
  it('keeps paths of this origin with all that is behind them', () => {
    expect(path('/projects/4/live?filter=open#top')).toBe('/projects/4/live?filter=open#top');
  });

  it.each([
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/.//evil.example',
    'https://evil.example/',
    'javascript:alert(1)',
    undefined,
    ['/a', '/b'],
  ])('sends %p to the start page', (asked) => {
    expect(path(asked)).toBe('/');
  });

  it('never leads back to the sign-in page', () => {
    expect(path('/sign-in?return=%2Fsign-in')).toBe('/');
  });
});
