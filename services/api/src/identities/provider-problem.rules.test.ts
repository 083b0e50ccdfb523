import { describe, expect, it } from '@jest/globals';
import { AuthorizationResponseError } from 'openid-client';
import { problemOf, reasonOf } from './provider-problem.ts';

const answered = (error: string) =>
  new AuthorizationResponseError('the answer is an error', { cause: new URLSearchParams({ error }) });

describe('what a person is told of a failed sign-in', () => {
  it.each([
    ['access_denied', 'denied'],
    ['temporarily_unavailable', 'provider_unavailable'],
    ['server_error', 'provider_unavailable'],
    ['invalid_scope', 'failed'],
    ['constructor', 'failed'],
  ])('%s is %s', (error, problem) => {
    expect(problemOf(answered(error))).toBe(problem);
  });

  it.each([
    ['a refused connection', new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } })],
    ['a time limit', Object.assign(new Error('timed out'), { code: 'OAUTH_TIMEOUT' })],
    ['an answer of 503', new Error('unexpected', { cause: new Response('', { status: 503 }) })],
  ])('%s means that the provider is away', (_what, error) => {
    expect(problemOf(error)).toBe('provider_unavailable');
  });

  it('is no more than that it failed, otherwise', () => {
    expect(problemOf(new Error('unexpected', { cause: new Response('', { status: 400 }) }))).toBe('failed');
    expect(problemOf('text')).toBe('failed');
  });
});

describe('the reason in the log', () => {
  it('names causes by their messages and holds nothing of the answer', () => {
    const cause = Object.assign(new Error('wrong nonce', { cause: { claims: { email: 'a@b.example' } } }), {
      code: 'secret-code',
    });
    expect(reasonOf(new Error('failed', { cause }))).toBe('failed: wrong nonce');
  });
});
