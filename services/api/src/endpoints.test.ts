import { endpoints, errorBody, loginCookie } from '@convomatic/contracts';
import type { Access, Endpoint } from '@convomatic/contracts';
import { statusOf } from '@convomatic/kit/errors';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import type { Response } from 'supertest';
import { serviceToken, startApi } from './testing/api.ts';
import type { TestApi } from './testing/api.ts';
import { fingerprint } from './testing/fingerprint.ts';
import { buildLiveProject, buildParticipant } from './testing/participants.build.ts';
import { buildPerson, buildTeam } from './testing/people.build.ts';
import { wrongInputs } from './testing/wrong-input.ts';
import type { WrongInput } from './testing/wrong-input.ts';

type Who = 'nobody' | 'login' | 'participant' | 'admin' | 'service';
type Headers = Record<string, string>;

const routes: [string, Endpoint][] = Object.entries(endpoints);

const allowed: Record<Access, Who> = {
  public: 'nobody',
  login: 'login',
  participant: 'participant',
  person: 'participant',
  admin: 'admin',
  service: 'service',
};

/** Who is told that they may not, though we know them. */
const forbidden: Record<Access, Who[]> = {
  public: [],
  login: ['participant'],
  participant: ['login', 'admin'],
  person: [],
  admin: ['login', 'participant'],
  // A person's cookie or token is none that a service has.
  service: [],
};

let api: TestApi;
let headersOf: Record<Who, Headers>;

beforeAll(async () => {
  api = await startApi();
  const team = await buildTeam(api);
  const { project } = await buildLiveProject(team);
  const participant = await buildParticipant(api, project.slug);
  const admin = await buildPerson(api, 'admin');
  headersOf = {
    nobody: {},
    login: { cookie: `${loginCookie}=${team.owner.token}`, origin: api.publicUrl },
    participant: { authorization: `Bearer ${participant.token}` },
    admin: { cookie: `${loginCookie}=${admin.token}`, origin: api.publicUrl },
    service: { authorization: `Bearer ${serviceToken}` },
  };
});
afterAll(() => api.close());

const send = (
  endpoint: Endpoint,
  { path, body, type }: Omit<WrongInput, 'what' | 'status'>,
  who: Who,
): Promise<Response> => {
  const verb = endpoint.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
  const asked = request(api.app)[verb](path).set(headersOf[who]);
  if (type !== undefined) asked.set('content-type', type);
  return Promise.resolve(body === undefined ? asked : asked.send(body));
};

const expectError = (answer: Response, status: number): void => {
  const error = errorBody.strict().parse(answer.body);
  expect({ status: answer.status, ...error }).toMatchObject({
    status,
    request_id: answer.get('x-request-id'),
  });
  expect(statusOf[error.code]).toBe(status);
};

const validPath = (endpoint: Endpoint): string => endpoint.path.replaceAll(/:\w+/g, '1');

describe.each(routes)('%s', (_route, endpoint) => {
  it('refuses wrong input in the one shape of an error, and changes nothing', async () => {
    const before = await fingerprint(api.knex);
    for (const wrong of wrongInputs(endpoint)) {
      const answer = await send(endpoint, wrong, allowed[endpoint.access]);
      expect(`${wrong.what}: ${String(answer.status)}`).toBe(`${wrong.what}: ${String(wrong.status)}`);
      expectError(answer, wrong.status);
    }
    expect(await fingerprint(api.knex)).toBe(before);
  });

  it('refuses who may not call it, before it looks at the input', async () => {
    const before = await fingerprint(api.knex);
    const path = validPath(endpoint);
    if (endpoint.access !== 'public') expectError(await send(endpoint, { path }, 'nobody'), 401);
    for (const who of forbidden[endpoint.access]) expectError(await send(endpoint, { path }, who), 403);
    expect(await fingerprint(api.knex)).toBe(before);
  });
});

describe('what is no endpoint', () => {
  it.each(['/api/nothing', '/api/projects', '/api/teams/1/2/3'])(
    '%s is 404 in the same shape',
    async (path) => {
      expectError(await request(api.app).get(path), 404);
    },
  );
});
