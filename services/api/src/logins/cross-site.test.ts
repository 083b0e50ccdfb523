import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { askForLink, cookieWith, setCookieOf, signIn } from '../login-links/sign-in.build.ts';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { buildLiveProject, buildParticipant } from '../testing/participants.build.ts';
import { buildPerson, buildTeam } from '../testing/people.build.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const foreign: [what: string, headers: Record<string, string>][] = [
  ['another site', { origin: 'https://elsewhere.example' }],
  ['a page without an origin', { origin: 'null' }],
  ['another site, as the browser says', { 'sec-fetch-site': 'cross-site' }],
  ['a neighbour under the same domain', { 'sec-fetch-site': 'same-site' }],
];

describe('a cross-site POST', () => {
  it.each([...foreign, ['nobody knows where', {}]])(
    'with the cookie of a login fails when it comes from %s',
    async (_what, headers) => {
      const { token } = await buildPerson(api);
      const post = request(api.app)
        .post('/api/teams')
        .set({ cookie: cookieWith(token), ...headers });
      const refused = await post.send({ name: 'Team' }).expect(403);
      expect(refused.body).toMatchObject({ code: 'forbidden' });
    },
  );

  it('is none when it comes from our own pages', async () => {
    const { token } = await buildPerson(api);
    for (const headers of [{ origin: api.publicUrl }, { 'sec-fetch-site': 'same-origin' }]) {
      const post = request(api.app)
        .post('/api/teams')
        .set({ cookie: cookieWith(token), ...headers });
      await post.send({ name: 'Team' }).expect(201);
    }
  });

  it.each(foreign)('cannot sign a visitor in when it comes from %s', async (_what, headers) => {
    const { token } = await askForLink(api, 'attacker@example.org');
    const refused = await signIn(api, { token }, headers).expect(403);
    expect(setCookieOf(refused)).toBe('');
    await request(api.app)
      .post('/api/login-links')
      .set(headers)
      .send({ email: 'victim@example.org' })
      .expect(403);
    const confirm = { token: 'x'.repeat(43) };
    await request(api.app).post('/api/email-changes/confirm').set(headers).send(confirm).expect(403);
    await signIn(api, { token }).expect(201);
  });

  it('cannot sign anybody out', async () => {
    const person = await buildPerson(api);
    const out = request(api.app).delete('/api/logins/current').set('cookie', cookieWith(person.token));
    await out.set('origin', 'https://elsewhere.example').expect(403);
    await person.get('/api/boot').expect(200);
  });
});

describe('a participant', () => {
  it('joins from our own page, embedded or not, and from no other site', async () => {
    const { project } = await buildLiveProject(await buildTeam(api));
    const join = (headers: Record<string, string>) =>
      request(api.app).post('/api/sessions/join').set(headers).send({ slug: project.slug });
    await join({ origin: api.publicUrl, 'sec-fetch-site': 'same-origin' }).expect(201);
    await join({}).expect(201);
    await join({ origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' }).expect(403);
  });

  it('needs to say nothing with a token, which no other site can send', async () => {
    const { project } = await buildLiveProject(await buildTeam(api));
    const participant = await buildParticipant(api, project.slug);
    await participant.post('/api/sessions/join', { slug: project.slug }).expect(201);
  });
});
