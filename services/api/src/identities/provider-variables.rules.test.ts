import { loadConfig } from '@convomatic/kit/config';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { checkProviders, listProviders, providerVariables } from './provider-variables.ts';

const schema = z.object(providerVariables).superRefine(checkProviders);

const school = {
  id: 'school',
  name: 'The school',
  issuer: 'https://login.school.example/realms/staff',
  client_id: 'convomatic',
  client_secret: 'this-must-never-be-printed',
};

const load = (env: Record<string, string>) => listProviders(loadConfig(schema, env));
const loadList = (...providers: object[]) => load({ OPENID_PROVIDERS: JSON.stringify(providers) });

const messageOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  return '';
};

describe('the setting of the providers', () => {
  it('may be missing or empty', () => {
    expect(load({})).toEqual([]);
    expect(load({ OPENID_PROVIDERS: '', GOOGLE_CLIENT_ID: '' })).toEqual([]);
    expect(loadList()).toEqual([]);
  });

  it('asks for address and name unless it says otherwise', () => {
    const scopes = ['openid', 'email', 'profile'];
    expect(loadList(school)).toEqual([{ ...school, scopes }]);
    expect(loadList({ ...school, scopes: ['openid'] })).toEqual([{ ...school, scopes: ['openid'] }]);
  });

  it('has a short form for Google', () => {
    const google = { GOOGLE_CLIENT_ID: 'id', GOOGLE_CLIENT_SECRET: 'secret' };
    expect(load({ ...google, OPENID_PROVIDERS: JSON.stringify([school]) })).toMatchObject([
      { id: 'google', name: 'Google', issuer: 'https://accounts.google.com', client_id: 'id' },
      { id: 'school' },
    ]);
  });

  it.each(['http://localhost:9000', 'http://127.0.0.1:9000', 'http://[::1]:9000'])(
    'lets a provider of this machine go without TLS: %s',
    (issuer) => {
      expect(loadList({ ...school, issuer })).toHaveLength(1);
    },
  );

  it.each<[string, string, object]>([
    ['no TLS', '[0].issuer: expected https://', { issuer: 'http://login.school.example' }],
    ['no address', '[0].issuer: expected https://', { issuer: 'school' }],
    ['a local name in another one', '[0].issuer: expected', { issuer: 'http://localhost.evil.example' }],
    ['a bad id', '[0].id: expected small letters', { id: 'The School' }],
    ['no secret', '[0].client_secret', { client_secret: '' }],
    ['scopes without openid', '[0].scopes: expected openid', { scopes: ['email'] }],
    ['a field too many', 'secret', { secret: 'x' }],
  ])('is refused with %s, by its place', (_what, expected, change) => {
    const message = messageOf(() => loadList({ ...school, ...change }));
    expect(message).toContain('OPENID_PROVIDERS: ');
    expect(message).toContain(expected);
    expect(message).not.toContain(school.client_secret);
  });

  it.each(['{', '"text"', '{"id":"school"}', 'this-must-never-be-printed'])(
    'is refused where it is no list: %s',
    (text) => {
      const message = messageOf(() => load({ OPENID_PROVIDERS: text }));
      expect(message).toContain('expected a JSON list');
      expect(message).not.toContain('never-be-printed');
    },
  );

  it('is refused with one id twice, also that of Google', () => {
    expect(messageOf(() => loadList(school, school))).toContain('school is there twice');
    const google = { GOOGLE_CLIENT_ID: 'id', GOOGLE_CLIENT_SECRET: 'secret' };
    const list = JSON.stringify([{ ...school, id: 'google' }]);
    expect(messageOf(() => load({ ...google, OPENID_PROVIDERS: list }))).toContain('google is there twice');
  });

  it.each([
    ['GOOGLE_CLIENT_SECRET', { GOOGLE_CLIENT_ID: 'id' }],
    ['GOOGLE_CLIENT_ID', { GOOGLE_CLIENT_SECRET: 'secret' }],
  ])('misses %s where the other half is there', (missing, env) => {
    expect(messageOf(() => load(env))).toContain(`${missing}: expected beside`);
  });
});
