import type { User } from '@convomatic/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import {
  askForLink,
  cookieWith,
  headersOf,
  mailsTo,
  setCookieOf,
  signIn,
  tokenSentTo,
} from '../login-links/sign-in.build.ts';
import { openLogin } from '../logins/index.ts';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { buildLiveProject, buildParticipant } from '../testing/participants.build.ts';
import { buildPerson, buildTeam } from '../testing/people.build.ts';
import type { Person } from '../testing/people.build.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

let count = 0;
const newAddress = (): string => `changed${String((count += 1))}@example.org`;

const confirm = (token: string, headers: Record<string, string> = {}, at = api) =>
  request(at.app).post('/api/email-changes/confirm').set(headers).send({ token });

const ownHeaders = ({ token }: { token: string }) => ({ cookie: cookieWith(token), origin: api.publicUrl });

const askFor = async (person: Pick<Person, 'post'>, email: string, at = api): Promise<string> => {
  await person.post('/api/email-changes', { email }).expect(202, { sent: true });
  return tokenSentTo(at, email);
};

const findUser = async (id: number): Promise<User | undefined> =>
  api.knex<User>('users').where({ id }).first();

const openElsewhere = (person: Person) =>
  openLogin(api.knex, { user_id: person.user.id, method: 'link', userAgent: 'elsewhere', address: null });

const isIn = async (token: string): Promise<boolean> =>
  (await request(api.app).get('/api/boot').set('cookie', cookieWith(token))).status === 200;

describe('a change of address', () => {
  it('leaves no account at a provider to who made the account, where somebody else reads the mail', async () => {
    const person = await buildPerson(api);
    const { id: user_id } = person.user;
    const link = (subject: string) =>
      api.knex('identities').insert({ user_id, provider: 'lab', issuer: 'https://lab.example', subject });
    await link('trap');
    await confirm(await askFor(person, newAddress()), ownHeaders(person)).expect(200);
    expect(await api.knex('identities').where({ user_id })).toHaveLength(1);
    await confirm(await askFor(person, newAddress())).expect(200);
    expect(await api.knex('identities').where({ user_id })).toEqual([]);
  });

  it('happens when the link is used, keeps this login, ends the others, and tells the old address', async () => {
    const person = await buildPerson(api);
    const other = await openElsewhere(person);
    const email = newAddress();
    const answer = await confirm(await askFor(person, email), ownHeaders(person)).expect(200);
    expect(answer.body).toEqual({ user: { ...person.user, email } });
    expect(setCookieOf(answer)).toBe('');
    expect(await isIn(person.token)).toBe(true);
    expect(await isIn(other.token)).toBe(false);
    const [notice] = await mailsTo(api, person.user.email ?? '');
    expect(notice?.subject).toBe('Your Convomatic address was changed');
    expect(notice?.text).not.toContain(email);
    const events = await api
      .knex('events')
      .where({ room: `user-${String(person.user.id)}` })
      .orderBy('seq')
      .select('kind');
    expect(events.map(({ kind }: { kind: string }) => kind).sort()).toEqual([
      'login.revoked',
      'user.updated',
    ]);
    const entries = await api
      .knex('audit_entries')
      .where({ actor_id: person.user.id, subject_type: 'user' })
      .orderBy('id')
      .select('action', 'fields');
    expect(entries).toEqual([
      { action: 'email_change.create', fields: ['email'] },
      { action: 'user.update', fields: ['email'] },
    ]);
  });

  it('signs in the browser that opens the link, in place of whoever it was', async () => {
    const person = await buildPerson(api);
    const visitor = await buildPerson(api);
    const token = await askFor(person, newAddress());
    const answer = await confirm(token, ownHeaders(visitor)).expect(200);
    const boot = await request(api.app).get('/api/boot').set(headersOf(api, answer)).expect(200);
    expect(boot.body).toMatchObject({ user: { id: person.user.id } });
    expect([await isIn(person.token), await isIn(visitor.token)]).toEqual([false, false]);
  });

  it('is refused when it changes nothing', async () => {
    const person = await buildPerson(api);
    const same = await person.post('/api/email-changes', { email: person.user.email }).expect(400);
    expect(same.body).toMatchObject({ code: 'invalid_input', fields: { email: expect.any(String) } });
  });

  it('never makes one account of two: who has the address keeps it, and the other one its own', async () => {
    const [person, owner] = [await buildPerson(api), await buildPerson(api)];
    const token = await askFor(person, owner.user.email ?? '');
    const refused = await confirm(token, ownHeaders(person)).expect(409);
    expect(refused.body).toMatchObject({ code: 'email_taken' });
    for (const { user, token: login } of [person, owner]) {
      expect((await findUser(user.id))?.email).toBe(user.email);
      expect(await isIn(login)).toBe(true);
    }
  });

  it('goes to one of two who want the same address at the same moment', async () => {
    const email = newAddress();
    const people = [await buildPerson(api), await buildPerson(api)];
    const tokens = [];
    for (const person of people) tokens.push(await askFor(person, email));
    const answers = await Promise.all(tokens.map((token) => confirm(token)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
  });

  it('needs somebody who asks, and no blocked one', async () => {
    const body = { email: newAddress() };
    await request(api.app).post('/api/email-changes').send(body).expect(401);
    const person = await buildPerson(api);
    const token = await askFor(person, body.email);
    await api.knex('users').where({ id: person.user.id }).update({ blocked_at: api.knex.fn.now() });
    await person.post('/api/email-changes', body).expect(401);
    await confirm(token).expect(403);
    expect((await findUser(person.user.id))?.email).toBe(person.user.email);
  });

  it('may be asked for as often as the limit says', async () => {
    const strict = await startApi({ limits: { email_change_per_user: '2/3600' } });
    try {
      const person = await buildPerson(strict);
      const ask = () => person.post('/api/email-changes', { email: newAddress() });
      await ask().expect(202);
      await ask().expect(202);
      await ask().expect(429);
    } finally {
      await strict.close();
    }
  });
});

describe('an address that is changed before it is proved', () => {
  it('changes nothing: sign-in links still go to the former one alone', async () => {
    const attacker = await buildPerson(api);
    const victim = newAddress();
    await askFor(attacker, victim);
    expect(await findUser(attacker.user.id)).toMatchObject({ email: attacker.user.email });
    const { token } = await askForLink(api, victim);
    const answer = await signIn(api, { token }).expect(201);
    expect((answer.body as { user: User }).user.id).not.toBe(attacker.user.id);
  });

  it('is lost to a later request: the old link is dead', async () => {
    const person = await buildPerson(api);
    const [first, second] = [newAddress(), newAddress()];
    const old = await askFor(person, first);
    const token = await askFor(person, second);
    const refused = await confirm(old).expect(401);
    expect(refused.body).toMatchObject({ code: 'token_expired' });
    await confirm(token).expect(200);
    expect(await findUser(person.user.id)).toMatchObject({ email: second });
  });

  it('is not proved by a scanner that opens the link, and by a click once', async () => {
    const person = await buildPerson(api);
    const token = await askFor(person, newAddress());
    await request(api.app).get(`/api/email-changes/confirm?token=${token}`);
    await request(api.app).head('/api/email-changes/confirm');
    expect(await findUser(person.user.id)).toMatchObject({ email: person.user.email });
    const answers = await Promise.all(Array.from({ length: 8 }, () => confirm(token)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    await confirm('x'.repeat(43)).expect(401);
  });

  it('comes too late after a day', async () => {
    const person = await buildPerson(api);
    const token = await askFor(person, newAddress());
    const expires_at = api.knex.raw(`expires_at - interval '1 day'`);
    await api.knex('email_changes').where({ user_id: person.user.id }).update({ expires_at });
    const refused = await confirm(token).expect(401);
    expect(refused.body).toMatchObject({ code: 'token_expired' });
  });

  it('leaves no way back: a sign-in link to the former address does not open the account', async () => {
    const person = await buildPerson(api);
    const former = await askForLink(api, person.user.email ?? '');
    await confirm(await askFor(person, newAddress()), ownHeaders(person)).expect(200);
    const answer = await signIn(api, { token: former.token }).expect(201);
    expect((answer.body as { user: User }).user.id).not.toBe(person.user.id);
  });
});

describe('a guest', () => {
  const buildGuest = async (at = api) => {
    const { project } = await buildLiveProject(await buildTeam(at));
    return buildParticipant(at, project.slug);
  };

  it('becomes a user with the same id and history by proving an address', async () => {
    const guest = await buildGuest();
    const before = guest.boot.user;
    expect(before).toMatchObject({ email: null, platform_role: 'guest' });
    const email = newAddress();
    const answer = await confirm(await askFor(guest, email)).expect(200);
    expect(answer.body).toEqual({ user: { ...before, email, platform_role: 'user' } });
    const boot = await request(api.app).get('/api/boot').set(headersOf(api, answer)).expect(200);
    expect(boot.body).toMatchObject({ user: { id: before.id }, groups: [{ kind: 'team', role: 'owner' }] });
    // The talk goes on as it was.
    await guest.get('/api/boot').expect(200);
    expect(await api.knex('participants').where({ user_id: before.id })).toHaveLength(1);
    const again = await signIn(api, { token: (await askForLink(api, email)).token }).expect(201);
    expect(again.body).toMatchObject({ user: { id: before.id } });
  });

  it('is one of few in one network who may have mails sent, however many guests somebody is', async () => {
    const limited = await startApi({ limits: { sign_in_link_per_address: '2/60' } });
    try {
      const { project } = await buildLiveProject(await buildTeam(limited));
      const statuses: number[] = [];
      for (let turn = 0; turn < 4; turn += 1) {
        const guest = await buildParticipant(limited, project.slug);
        statuses.push((await guest.post('/api/email-changes', { email: newAddress() })).status);
      }
      expect(statuses).toEqual([202, 202, 429, 429]);
    } finally {
      await limited.close();
    }
  });

  it('cannot take the address of a user, and stays a guest', async () => {
    const guest = await buildGuest();
    const owner = await buildPerson(api);
    await confirm(await askFor(guest, owner.user.email ?? '')).expect(409);
    expect(await findUser(guest.boot.user.id)).toMatchObject({ email: null, platform_role: 'guest' });
  });

  it('who is a user now changes the address as one: the token of the talk does not', async () => {
    const guest = await buildGuest();
    await confirm(await askFor(guest, newAddress())).expect(200);
    const refused = await guest.post('/api/email-changes', { email: newAddress() }).expect(403);
    expect(refused.body).toMatchObject({ code: 'forbidden' });
  });

  it('needs an invitation where sign-up is closed', async () => {
    const closed = await startApi({ variables: { SIGN_UP: 'invited' } });
    try {
      const guest = await buildGuest(closed);
      expect(await askFor(guest, 'guest@example.org', closed)).toBe('');
      const [mail] = await mailsTo(closed, 'guest@example.org');
      expect(mail?.subject).toBe('There is no Convomatic account for this address');
    } finally {
      await closed.close();
    }
  });
});
