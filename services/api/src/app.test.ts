import { endpoints } from '@convomatic/contracts';
import type { Endpoint } from '@convomatic/contracts';
import { until } from '@convomatic/kit/testing/until';
import { afterEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import type { Response } from 'supertest';
import { startApi } from './testing/api.ts';
import type { TestApi } from './testing/api.ts';
import { buildLiveProject } from './testing/participants.build.ts';
import { buildPerson, buildTeam } from './testing/people.build.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const start = async (options: Parameters<typeof startApi>[0] = {}): Promise<TestApi> => {
  const api = await startApi(options);
  closing.push(api.close);
  return api;
};

describe('another site', () => {
  it('may read no answer of the api, and is told nothing when it asks whether it may', async () => {
    const api = await start();
    const allowing = (answer: Response): string[] =>
      Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'));
    const foreign = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
    for (const { method, path } of Object.values<Endpoint>(endpoints)) {
      const client = request(api.app);
      const verb = method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
      const url = path.replaceAll(/:\w+/g, '1');
      expect([path, allowing(await client.options(url).set(foreign))]).toEqual([path, []]);
      expect([path, allowing(await client[verb](url).set(foreign))]).toEqual([path, []]);
    }
  });
});

describe('every answer', () => {
  it.each(['/api/boot', '/api/nothing', '/join/nothing', '/embed/nothing'])(
    'of %s is kept by nobody, keeps its type and runs nothing that it does not name',
    async (path) => {
      const { headers } = await request((await start()).app).get(path);
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'permissions-policy': expect.stringContaining('camera=()'),
      });
      const policy = headers['content-security-policy'] ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain(`frame-ancestors ${path.startsWith('/embed') ? "'self'" : "'none'"}`);
      expect(policy).not.toContain('unsafe');
      expect(headers).not.toHaveProperty('x-powered-by');
    },
  );
});

describe('the address of a request', () => {
  const joinFrom = async (api: TestApi, slug: string, claimed: string): Promise<number> =>
    (await request(api.app).post('/api/sessions/join').set('x-forwarded-for', claimed).send({ slug })).status;

  it('is what the connection says, whatever is claimed by who is no trusted proxy', async () => {
    const api = await start({
      limits: { join_per_address: '2/60' },
      variables: { TRUSTED_PROXIES: '10.0.0.0/8' },
    });
    const { project } = await buildLiveProject(await buildTeam(api));
    const statuses = [];
    for (const claimed of ['203.0.113.1', '203.0.113.2', '10.0.0.1, 203.0.113.3']) {
      statuses.push(await joinFrom(api, project.slug, claimed));
    }
    expect(statuses).toEqual([201, 201, 429]);
  });

  it('is what a trusted proxy says, and not what was claimed before it', async () => {
    const api = await start({ limits: { join_per_address: '2/60' } });
    const { project } = await buildLiveProject(await buildTeam(api));
    const statuses = [];
    for (const claimed of ['203.0.113.1', '6.6.6.6, 203.0.113.1', '7.7.7.7, 203.0.113.1', '203.0.113.2']) {
      statuses.push(await joinFrom(api, project.slug, claimed));
    }
    expect(statuses).toEqual([201, 201, 429, 201]);
  });
});

describe('who joins too often', () => {
  it('is told when to try again, and takes no seat', async () => {
    const api = await start({ limits: { join_per_person: '2/60' } });
    const { project } = await buildLiveProject(await buildTeam(api));
    const join = (external_id: string) =>
      request(api.app).post('/api/sessions/join').send({ slug: project.slug, external_id });
    await join('P1').expect(201);
    await join('P1').expect(201);
    const refused = await join('P1').expect(429);
    expect(Number(refused.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.body).toMatchObject({
      code: 'rate_limited',
      message: expect.stringMatching(/Try again in \d+ seconds/),
    });
    await join('P2').expect(201);
  });

  it('takes the project’s share and no other’s', async () => {
    const api = await start({ limits: { join_per_project: '1/60' } });
    const team = await buildTeam(api);
    const [one, other] = [await buildLiveProject(team), await buildLiveProject(team)];
    const join = (slug: string) => request(api.app).post('/api/sessions/join').send({ slug });
    await join(one.project.slug).expect(201);
    await join(one.project.slug).expect(429);
    await join(other.project.slug).expect(201);
  });
});

describe('a class of two hundred behind one address', () => {
  it('joins within a minute by the usual limits', async () => {
    const api = await start({ limits: 'usual' });
    const { project } = await buildLiveProject(await buildTeam(api));
    const join = (at: number) =>
      request(api.app)
        .post('/api/sessions/join')
        .send({ slug: project.slug, external_id: `P${String(at)}` });
    const statuses = new Set<number>();
    // In rows: a machine that is busy with other tests would be asked for more than it has connections.
    for (let row = 0; row < 10; row += 1) {
      const answers = await Promise.all(Array.from({ length: 20 }, (_, seat) => join(row * 20 + seat)));
      for (const { status } of answers) statuses.add(status);
    }
    expect([...statuses]).toEqual([201]);
  });
});

describe('who changes too much', () => {
  it('is slowed down, reads on, and slows nobody else down', async () => {
    const api = await start({ limits: { change_per_user: '2/60' } });
    const [person, other] = [await buildPerson(api), await buildPerson(api)];
    await person.post('/api/teams', { name: 'One' }).expect(201);
    await person.post('/api/teams', { name: 'Two' }).expect(201);
    await person.post('/api/teams', { name: 'Three' }).expect(429);
    await person.get('/api/boot').expect(200);
    await other.post('/api/teams', { name: 'One' }).expect(201);
  });

  it('is let through while Redis is away', async () => {
    const api = await start({ limits: { change_per_user: '1/60' } });
    const person = await buildPerson(api);
    await api.redisServer.kill();
    await until(() => api.redis.status !== 'ready');
    for (const name of ['One', 'Two', 'Three']) await person.post('/api/teams', { name }).expect(201);
  });
});
