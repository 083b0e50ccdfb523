import { loginCookie } from '@convomatic/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { seedDatabase } from './seed-database.ts';
import type { Seed } from './seed-database.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const seed = (): Promise<Seed> =>
  seedDatabase({ knex: api.knex, publicUrl: api.publicUrl, ownerEmail: 'owner@example.org' });

const withToken = (token: string) =>
  request(api.app).get('/api/boot').set('cookie', `${loginCookie}=${token}`);

const countRows = async (): Promise<unknown> => {
  const { rows } = await api.knex.raw<{ rows: unknown[] }>(
    `select (select count(*) from users) as users, (select count(*) from teams) as teams,
       (select count(*) from projects) as projects, (select count(*) from prompts) as prompts,
       (select count(*) from versions) as versions`,
  );
  return rows[0];
};

describe('the first start', () => {
  it('makes an admin with a team and a published demo of a minute, and lets them in', async () => {
    const { sign_in_token, owner_token, demo_slug } = await seed();
    expect(demo_slug).toBe('demo');
    expect(await countRows()).toEqual({ users: 1, teams: 1, projects: 1, prompts: 3, versions: 1 });
    const boot = await withToken(owner_token).expect(200);
    expect(boot.body).toMatchObject({ user: { platform_role: 'admin' }, groups: [{ role: 'owner' }] });
    const signedIn = await request(api.app).post('/api/logins').send({ token: sign_in_token }).expect(201);
    expect((signedIn.body as { user: unknown }).user).toEqual((boot.body as { user: unknown }).user);
    await request(api.app).get('/join/demo').expect(200);
  });
});

describe('a later start', () => {
  it('gives fresh tokens, ends the former one, and changes nothing else', async () => {
    const first = await seed();
    const before = await countRows();
    const second = await seed();
    expect(await countRows()).toEqual(before);
    await withToken(first.owner_token).expect(401);
    await withToken(second.owner_token).expect(200);
  });

  it('finishes a demo that was cut in the middle', async () => {
    await seed();
    const [prompt] = await api.knex('prompts').orderBy('id', 'desc').limit(1).select<{ id: number }[]>('id');
    await api.knex('versions').del();
    await api.knex('prompts').where({ id: prompt?.id }).del();
    await api.knex('projects').update({ published_number: null, status: 'draft' });
    await seed();
    expect(await countRows()).toMatchObject({ projects: 1, prompts: 3, versions: 1 });
    await request(api.app).get('/join/demo').expect(200);
  });
});
