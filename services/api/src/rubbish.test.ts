import { endpoints } from '@convomatic/contracts';
import type { Endpoint, EndpointRoute } from '@convomatic/contracts';
import { listen } from '@convomatic/kit/http';
import type { Listening } from '@convomatic/kit/http';
import { faultOf } from '@convomatic/kit/testing/fault-of';
import { sendRaw } from '@convomatic/kit/testing/raw-request';
import { rubbishHeaders } from '@convomatic/kit/testing/rubbish-headers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { startApi } from './testing/api.ts';
import type { TestApi } from './testing/api.ts';
import { createAsking } from './testing/rubbish/asking.ts';
import type { Answer } from './testing/rubbish/asking.ts';
import { foreignBodies, requestsOf } from './testing/rubbish/requests-of.ts';
import type { RubbishRequest } from './testing/rubbish/requests-of.ts';
import { buildWorld } from './testing/rubbish/world.build.ts';
import type { World } from './testing/rubbish/world.build.ts';

/** The same rubbish each time, unless somebody wants other; fast-check prints it with what failed. */
const seed = Number(process.env.RUBBISH_SEED ?? 5);
const runs = (numRuns: number) => ({ seed, numRuns });

const routes = Object.entries<Endpoint>(endpoints);
const all = routes.map(([, endpoint]) => endpoint);

let api: TestApi;
let http: Listening;
let asking: ReturnType<typeof createAsking>;
let world: World;

beforeAll(async () => {
  api = await startApi();
  http = await listen(api.app, 0, { host: '127.0.0.1' });
  asking = createAsking(http.port);
  world = await buildWorld(api, all);
});
afterAll(async () => {
  asking.close();
  await http.close(500);
  await api.close();
});

const send = (endpoint: Endpoint, { params, query, body, headers }: RubbishRequest): Promise<Answer> => {
  const path = world.pathOf(endpoint, params);
  return asking.ask({
    method: endpoint.method,
    path: query === '' ? path : `${path}?${query}`,
    headers: { ...world.headersFor(endpoint.access), ...headers },
    body: typeof body === 'string' ? world.fill(body) : body,
  });
};

/** What was ended, or has ended its caller, is no place for more rubbish. */
const mayHaveEnded = ({ method, body }: Endpoint, { status }: Answer): boolean =>
  status === 401 || (status < 300 && (method === 'DELETE' || (method === 'POST' && !body)));

const renewWorld = async (): Promise<void> => {
  world = await buildWorld(api, all);
};

const numRuns = 40;
const mostWorlds = 1;

describe.each(routes)('%s', (_route, endpoint) => {
  it('answers every input in its shapes, in time', async () => {
    const statuses: number[] = [];
    let worlds = 0;
    await fc.assert(
      fc.asyncProperty(requestsOf(endpoint), async (rubbish) => {
        const answer = await send(endpoint, rubbish);
        expect(faultOf(answer)).toBeUndefined();
        statuses.push(answer.status);
        if (worlds < mostWorlds && endpoint.access !== 'public' && mayHaveEnded(endpoint, answer)) {
          worlds += 1;
          await renewWorld();
        }
      }),
      runs(numRuns),
    );
    if (worlds > 0) await renewWorld();
    // Who is turned away at the door has shown nothing of what is behind it.
    expect(statuses.filter((status) => status === 403).length).toBeLessThan(numRuns / 2);
  });
});

describe('every endpoint', () => {
  const anyRoute = fc.constantFrom(...routes.map(([route]) => route));
  const endpointOf = (route: string): Endpoint => endpoints[route as EndpointRoute];

  it('refuses bodies that are no JSON', async () => {
    await fc.assert(
      fc.asyncProperty(anyRoute, foreignBodies, async (route, rubbish) => {
        const answer = await send(endpointOf(route), { params: {}, query: '', ...rubbish });
        expect(faultOf(answer)).toBeUndefined();
      }),
      runs(300),
    );
  });

  it('answers headers that no client would send, or hangs up', async () => {
    let answered = 0;
    await fc.assert(
      fc.asyncProperty(anyRoute, rubbishHeaders, async (route, headers) => {
        const endpoint = endpointOf(route);
        const first = `${endpoint.method} ${world.pathOf(endpoint, {})} HTTP/1.1`;
        const lines = [first, 'host: a', 'connection: close', ...headers, '', '{}'];
        const bytes = Buffer.from(lines.join('\r\n'), 'latin1');
        const answer = await sendRaw({ port: http.port, bytes, endAfterMs: 300 });
        if (answer) answered += 1;
        expect(answer && faultOf(answer)).toBeUndefined();
      }),
      runs(400),
    );
    expect(answered).toBeGreaterThan(200);
  });
});
