import type { Boot, UserEntry } from '@convomatic/contracts';
import { currentUserKey } from '@convomatic/contracts/names';
import { until } from '@convomatic/kit/testing/until';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { buildPerson, buildTeam } from '../testing/people.build.ts';
import type { Person } from '../testing/people.build.ts';
import { buildLiveProject, joinProject } from '../testing/study.build.ts';
import { insertUser } from './index.ts';

const appointedEmail = 'appointed@example.org';

let api: TestApi;
let admin: Person;
beforeAll(async () => {
  api = await startApi({ variables: { ADMIN_EMAILS: appointedEmail } });
  admin = await buildPerson(api, 'admin');
});
afterAll(() => api.close());

type Page = { users: UserEntry[]; next_before_id: number | null };

const list = async (query = ''): Promise<Page> =>
  (await admin.get(`/api/users${query}`).expect(200)).body as Page;

const find = async ({ user }: Person): Promise<UserEntry | undefined> =>
  (await list(`?search=${encodeURIComponent(user.email ?? '')}`)).users.find(({ id }) => id === user.id);

const pathOf = ({ user }: Person): string => `/api/users/${String(user.id)}`;

const lastAudit = (): Promise<unknown> =>
  api
    .knex('audit_entries')
    .orderBy('id', 'desc')
    .first('actor_id', 'team_id', 'action', 'subject_type', 'subject_id', 'fields');

const kindsIn = (person: Person): Promise<string[]> =>
  api
    .knex('events')
    .where({ room: `user-${String(person.user.id)}` })
    .orderBy('seq')
    .pluck<string[]>('kind');

const buildAppointed = async (): Promise<number> => {
  const chief = { name: 'Chief', email: appointedEmail, platform_role: 'admin', is_proved: true } as const;
  const user = await insertUser(api.knex, chief);
  const known =
    user ?? (await api.knex('users').where({ email: appointedEmail }).first<{ id: number }>('id'));
  return known.id;
};

describe('the list of users', () => {
  it('has everyone but participants, the newest first, with what admins need to know', async () => {
    const team = await buildTeam(api);
    await joinProject(api, (await buildLiveProject(team)).slug);
    const { users } = await list();
    expect(users.map(({ id }) => id)).toEqual(users.map(({ id }) => id).sort((one, other) => other - one));
    expect(users.map(({ platform_role }) => platform_role)).not.toContain('guest');
    expect(await find(team.owner)).toEqual({
      ...team.owner.user,
      created_at: expect.any(String),
      last_seen_at: expect.any(String),
      team_count: 1,
      blocked_at: null,
      is_appointed: false,
    });
  });

  it('is read a page at a time, without gaps or repeats', async () => {
    const names = Array.from({ length: 52 }, (_, at) => `Page ${String(at)}`);
    for (const name of names) {
      const email = `${name.replace(' ', '-')}@example.org`;
      await insertUser(api.knex, { name, email, platform_role: 'user' });
    }
    const first = await list('?search=page%20');
    expect(first.users).toHaveLength(50);
    expect(first.next_before_id).toBe(first.users.at(-1)?.id);
    const second = await list(`?search=page%20&before_id=${String(first.next_before_id)}`);
    expect(second.next_before_id).toBeNull();
    expect([...first.users, ...second.users].map(({ name }) => name)).toEqual(names.toReversed());
  });

  it('is searched by a part of a name or of an address, which means what it says', async () => {
    const strange = await insertUser(api.knex, { name: '100%_sure\\', email: null, platform_role: 'user' });
    for (const search of ['100%', '%_SURE', 'sure\\']) {
      expect((await list(`?search=${encodeURIComponent(search)}`)).users.map(({ id }) => id)).toEqual([
        strange?.id,
      ]);
    }
    expect((await list('?search=%25%25')).users).toEqual([]);
    expect((await find(admin))?.id).toBe(admin.user.id);
  });

  it('is a read of personal data, which is written down', async () => {
    await list();
    expect(await lastAudit()).toEqual({
      actor_id: admin.user.id,
      team_id: null,
      action: 'user.read',
      subject_type: 'user',
      subject_id: null,
      fields: [],
    });
  });

  it('and everything done there is for admins alone', async () => {
    const somebody = await buildPerson(api);
    for (const role of ['guest', 'user', 'staff'] as const) {
      const person = await buildPerson(api, role);
      await person.get('/api/users').expect(403);
      await person.patch(pathOf(somebody), { platform_role: 'admin' }).expect(403);
      await person.post(`${pathOf(somebody)}/block`).expect(403);
      await person.post(`${pathOf(somebody)}/unblock`).expect(403);
      await person.delete(`${pathOf(somebody)}/logins`).expect(403);
    }
    await request(api.app).get('/api/users').expect(401);
    await request(api.app).patch(pathOf(somebody)).send({ platform_role: 'admin' }).expect(401);
    await request(api.app)
      .post(`${pathOf(somebody)}/block`)
      .expect(401);
    await somebody.get('/api/boot').expect(200);
  });
});

describe('a platform role', () => {
  it('is given by an admin and counts from the next request on, which open pages are told', async () => {
    const person = await buildPerson(api);
    const answer = await admin.patch(pathOf(person), { platform_role: 'admin' }).expect(200);
    expect(answer.body).toMatchObject({ user: { id: person.user.id, platform_role: 'admin' } });
    await person.get('/api/users').expect(200);
    await admin.patch(pathOf(person), { platform_role: 'user' }).expect(200);
    await person.get('/api/users').expect(403);
    expect(await kindsIn(person)).toEqual(['user.updated', 'user.updated']);
    expect(await lastAudit()).toMatchObject({
      action: 'user.update',
      subject_id: person.user.id,
      fields: ['platform_role'],
    });
  });

  it('is not taken from oneself, nor from an admin whom the settings name', async () => {
    await admin.patch(pathOf(admin), { platform_role: 'user' }).expect(409);
    await admin.post(`${pathOf(admin)}/block`).expect(409);
    const appointed = `/api/users/${String(await buildAppointed())}`;
    const refused = await admin.patch(appointed, { platform_role: 'user' }).expect(409);
    expect(refused.body).toMatchObject({ message: expect.stringContaining('ADMIN_EMAILS') });
    await admin.post(`${appointed}/block`).expect(409);
    expect((await list(`?search=${appointedEmail}`)).users).toMatchObject([
      { platform_role: 'admin', is_appointed: true },
    ]);
  });

  it('is no shield for who names an address of the settings and has not proved it', async () => {
    const named = await startApi({ variables: { ADMIN_EMAILS: appointedEmail } });
    try {
      const chief = await buildPerson(named, 'admin');
      const stranger = await insertUser(named.knex, {
        ...{ name: 'Stranger', email: appointedEmail, platform_role: 'user' },
      });
      const path = `/api/users/${String(stranger?.id)}`;
      const answer = await chief.post(`${path}/block`).expect(200);
      expect(answer.body).toMatchObject({ user: { is_appointed: false } });
    } finally {
      await named.close();
    }
  });

  it('is given to no participant and to nobody who is not there', async () => {
    const team = await buildTeam(api);
    const guest = await joinProject(api, (await buildLiveProject(team)).slug);
    await admin.patch(`/api/users/${String(guest.user_id)}`, { platform_role: 'admin' }).expect(404);
    await admin.patch('/api/users/999999', { platform_role: 'staff' }).expect(404);
    await admin.post('/api/users/999999/block').expect(404);
    await admin.delete('/api/users/999999/logins').expect(404);
    await admin.patch(pathOf(team.owner), { platform_role: 'guest' }).expect(400);
  });

  it('of admin stays with one of two who take it from each other at the same moment', async () => {
    for (let turn = 0; turn < 6; turn += 1) {
      const [one, other] = [await buildPerson(api, 'admin'), await buildPerson(api, 'admin')];
      await Promise.all([
        one.patch(pathOf(other), { platform_role: 'user' }),
        other.patch(pathOf(one), { platform_role: 'user' }),
      ]);
      const rest = api.knex('users').whereIn('id', [one.user.id, other.user.id]);
      expect(await rest.where({ platform_role: 'admin' })).toHaveLength(1);
    }
  });
});

describe('a blocked person', () => {
  it('is out everywhere at once, until unblocked', async () => {
    const person = await buildPerson(api);
    const boot = (await person.get('/api/boot').expect(200)).body as Boot;
    const answer = await admin.post(`${pathOf(person)}/block`).expect(200);
    expect(answer.body).toMatchObject({ user: { id: person.user.id, blocked_at: expect.any(String) } });
    await person.get('/api/boot').expect(401);
    expect(await api.redis.exists(currentUserKey(boot.channel_token))).toBe(0);
    expect(await kindsIn(person)).toEqual(['login.revoked', 'login.revoked']);
    const again = await admin.post(`${pathOf(person)}/block`).expect(200);
    expect(again.body).toEqual(answer.body);

    const free = await admin.post(`${pathOf(person)}/unblock`).expect(200);
    expect(free.body).toMatchObject({ user: { blocked_at: null } });
    await person.get('/api/boot').expect(401);
    const actions = await api
      .knex('audit_entries')
      .where({ subject_type: 'user', subject_id: person.user.id })
      .orderBy('id')
      .pluck<string[]>('action');
    expect(actions).toEqual(['user.block', 'user.unblock']);
  });
});

describe('a blocked person who takes part', () => {
  it('is out of the talk as well, and comes in by no new link', async () => {
    const { slug } = await buildLiveProject(await buildTeam(api));
    const source = { platform: 'panel', external_id: 'one' };
    const guest = await joinProject(api, slug, source);
    await api.knex('users').where({ id: guest.user_id }).update({ platform_role: 'user' });
    await admin.post(`/api/users/${String(guest.user_id)}/block`).expect(200);
    await guest.get('/api/boot').expect(401);
    const [last] = await api
      .knex('events')
      .where({ room: `user-${String(guest.user_id)}` })
      .orderBy('seq', 'desc')
      .select<{ kind: string; records: object }[]>('kind', 'records');
    expect(last).toEqual({ kind: 'login.revoked', records: { logins: [] } });
    const again = { slug, ...source };
    await request(api.app).post('/api/sessions/join').send(again).expect(403);
  });
});

describe('ending all logins of a person', () => {
  it('signs them out everywhere, and they may sign in again', async () => {
    const person = await buildPerson(api);
    const boot = (await person.get('/api/boot').expect(200)).body as Boot;
    await admin.delete(`${pathOf(person)}/logins`).expect(204);
    await person.get('/api/boot').expect(401);
    await until(async () => (await api.redis.exists(currentUserKey(boot.channel_token))) === 0);
    expect(await kindsIn(person)).toEqual(['login.revoked']);
    expect(await lastAudit()).toMatchObject({ action: 'login.revoke', actor_id: admin.user.id });
    expect(await find(person)).toMatchObject({ blocked_at: null });
    await admin.get('/api/boot').expect(200);
  });
});
