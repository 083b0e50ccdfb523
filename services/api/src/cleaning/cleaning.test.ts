import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { askForLink } from '../login-links/sign-in.build.ts';
import { openLogin } from '../logins/index.ts';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { buildPerson } from '../testing/people.build.ts';
import type { Person } from '../testing/people.build.ts';
import { createClean } from './cleaning.ts';

let api: TestApi;
let person: Person;
beforeAll(async () => {
  api = await startApi();
  person = await buildPerson(api);
});
afterAll(() => api.close());

const ago = (interval: string) => api.knex.raw(`clock_timestamp() - interval '${interval}'`);

const addLogin = async (changes: object): Promise<number> => {
  const opening = { user_id: person.user.id, method: 'link', userAgent: 'test', address: null } as const;
  const { id } = await openLogin(api.knex, opening);
  await api.knex('logins').where({ id }).update(changes);
  return id;
};

const idsOf = async (table: string): Promise<number[]> =>
  (await api.knex(table).orderBy('id').select<{ id: number }[]>('id')).map((row) => row.id);

it('cleaning removes what nobody can use any more, leaves the rest, and does nothing the second time', async () => {
  const clean = createClean(api);
  await askForLink(api, 'old@example.org');
  await api.knex('login_links').update({ expires_at: ago('2 days') });
  await askForLink(api, 'young@example.org');
  await person.post('/api/email-changes', { email: 'old@example.org' }).expect(202);
  await api.knex('email_changes').update({ expires_at: ago('8 days') });
  await person.post('/api/email-changes', { email: 'young@example.org' }).expect(202);
  const mail = { recipient: 'a@example.org', subject: 'Hello', body: 'Hello' };
  await api.knex('caught_mails').insert([{ ...mail, created_at: ago('8 days') }, mail]);
  await addLogin({ revoked_at: ago('91 days') });
  await addLogin({ expires_at: ago('91 days') });
  await addLogin({ last_seen_at: ago('98 days') });
  const ended = await addLogin({ revoked_at: ago('89 days') });
  const asking = await addLogin({ revoked_at: ago('91 days') });
  const asked = { provider: 'lab', token_hash: 'x', state: 'x', nonce: 'x', code_verifier: 'x' };
  await api.knex('identity_requests').insert({ ...asked, link_login_id: asking, expires_at: ago('1 hour') });

  expect(await clean()).toBe(6);
  expect(await idsOf('logins')).toEqual([person.loginId, ended, asking]);
  for (const table of ['login_links', 'email_changes', 'caught_mails']) {
    expect(await idsOf(table)).toHaveLength(1);
  }
  expect(await clean()).toBe(0);
  await person.get('/api/boot').expect(200);
});

it('cleaning goes on until nothing is left, also beside another worker', async () => {
  await api.knex.raw(
    `insert into login_links (email, token_hash, expires_at)
     select 'many@example.org', 'hash ' || n, clock_timestamp() - interval '2 days' from generate_series(1, 2500) n`,
  );
  const counts = await Promise.all([createClean(api)(), createClean(api)()]);
  expect(counts.reduce((sum, count) => sum + count, 0) + (await createClean(api)())).toBe(2_500);
  expect(await api.knex('login_links').where({ email: 'many@example.org' })).toEqual([]);
});
