import { endpoints, errorBody } from '@convomatic/contracts';
import type { AuditEntry, Endpoint, EndpointRoute } from '@convomatic/contracts';
import { can, permissions } from '@convomatic/contracts/names';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import type { Response } from 'supertest';
import { startWithProviders } from './identities/providers.build.ts';
import type { ApiWithProviders } from './identities/providers.build.ts';
import { fingerprint } from './testing/fingerprint.ts';
import { everybody, kindOf } from './testing/routes/callers.ts';
import type { Caller, Headers, Who } from './testing/routes/callers.ts';
import { expectedStatus } from './testing/routes/expected-status.ts';
import type { Row } from './testing/routes/row.ts';
import { rows } from './testing/routes/rows.ts';
import { buildWorld } from './testing/routes/world.ts';
import type { World } from './testing/routes/world.ts';

/** A request as any route may have it; the rows are checked one by one against the contract. */
type Ask = {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: object;
  file?: string;
  team_id?: number | null;
  headers?: Headers;
};

const routes = Object.keys(endpoints) as EndpointRoute[];
const endpointOf = (route: EndpointRoute): Endpoint => endpoints[route];
const rowOf = (route: EndpointRoute) => rows[route] as Row<EndpointRoute>;

let served: ApiWithProviders;
let world: World;
beforeAll(async () => {
  served = await startWithProviders();
  world = await buildWorld(served.api);
});
afterAll(() => served.close());

const prepare = async (route: EndpointRoute, caller: Caller): Promise<Ask> => rowOf(route).ask(world, caller);

const send = (
  { method, path }: Endpoint,
  { headers, ...ask }: Omit<Ask, 'headers'> & { headers: Headers },
): Promise<Response> => {
  const filled = path.replaceAll(/:(\w+)/g, (_, name: string) => ask.params?.[name] ?? '');
  const verb = method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
  const asked = request(world.api.app)
    [verb](filled)
    .query(ask.query ?? {})
    .set(headers);
  if (ask.file !== undefined) return Promise.resolve(asked.type('application/octet-stream').send(ask.file));
  return Promise.resolve(ask.body === undefined ? asked : asked.send(ask.body));
};

const successOf = ({ status, response }: Endpoint): number => status ?? (response ? 200 : 204);

const expected = (route: EndpointRoute, who: Who): number => {
  const { status, talkers } = rowOf(route);
  const endpoint = endpointOf(route);
  const success = status ?? (route.endsWith('/export') ? 200 : successOf(endpoint));
  return expectedStatus({ endpoint, who, talkers, success });
};

const isServed = (status: number): boolean => status < 400;

const listEntriesAfter = async (id: number): Promise<AuditEntry[]> =>
  world.api.knex('audit_entries').where('id', '>', id).orderBy('id').select<AuditEntry[]>('*');

const lastEntry = async (): Promise<number> =>
  (await world.api.knex('audit_entries').max<{ max: number | null }>('id').first())?.max ?? 0;

/** Whether this request, by this caller, is something that is written down. */
const isWrittenDown = (route: EndpointRoute, who: Who): boolean => {
  const { method, access } = endpointOf(route);
  const isByLogin = kindOf(who) === 'login' || kindOf(who) === 'admin';
  if (rowOf(route).isPersonal) return isByLogin;
  return isByLogin && method !== 'GET' && (access === 'login' || access === 'admin');
};

const expectWrittenDown = (entries: AuditEntry[], { caller, answer, ask }: Served): void => {
  const id = (answer.body as { team?: { id: number } }).team?.id;
  const team_id = ask.team_id === undefined ? (id ?? world.team.id) : ask.team_id;
  expect(entries.map((entry) => entry.team_id)).toContain(team_id);
  for (const entry of entries) {
    expect(entry).toMatchObject({ actor_id: caller.user_id, request_id: answer.get('x-request-id') });
    expect(entry.address).toMatch(/127\.0\.0\.1$/);
    expect(entry.actor_name).not.toBeNull();
  }
};

type Served = { caller: Caller; answer: Response; ask: Ask };

describe('the table of routes', () => {
  it('has every route of the contract, and no other', () => {
    expect(Object.keys(rows).sort()).toEqual([...routes].sort());
  });

  it('names an action wherever a thing of a team, or of the platform, is asked for', () => {
    const isOwn = /^(GET|POST) \/api\/(boot|teams|removed-teams)$|logins|identit|email-changes|users\/me/;
    const unnamed = routes.filter((route) => {
      const { access, action } = endpointOf(route);
      return (access === 'login' || access === 'admin') && !action && !isOwn.test(route);
    });
    expect(unnamed).toEqual(['POST /api/invitations/accept']);
  });

  it('uses every action of the permission table, and asks admins for theirs alone', () => {
    const used = new Set(
      routes
        .map(endpointOf)
        .flatMap(({ action, also = [] }) => [action, ...also])
        .filter(Boolean),
    );
    expect([...used].sort()).toEqual(Object.keys(permissions).sort());
    for (const route of routes) {
      const { access, action } = endpointOf(route);
      if (action) expect([route, can(['admin'], action)]).toEqual([route, access === 'admin']);
    }
  });
});

describe.each(routes)('%s', (route) => {
  const endpoint = endpointOf(route);
  const serves = everybody.filter((who) => isServed(expected(route, who)));
  const refuses = everybody.filter((who) => !isServed(expected(route, who)));

  it('serves whom the table allows it, and writes down who did it', async () => {
    for (const who of serves) {
      const caller = world.callers[who];
      const ask = await prepare(route, caller);
      const before = await lastEntry();
      const headers = ask.headers ?? (await caller.headers());
      const answer = await send(endpoint, { ...ask, headers });
      expect([who, answer.status, isServed(answer.status) ? '' : answer.body]).toEqual([
        who,
        expected(route, who),
        '',
      ]);
      const entries = await listEntriesAfter(before);
      if (isWrittenDown(route, who)) expectWrittenDown(entries, { caller, answer, ask });
      else if (endpoint.method === 'GET') expect(entries).toEqual([]);
    }
  });

  it('refuses everybody else, and changes nothing', async () => {
    const [first] = refuses;
    if (!first) return;
    const ask = await prepare(route, world.callers[first]);
    const asked: [Who, Headers][] = [];
    for (const who of refuses) asked.push([who, await world.callers[who].headers()]);
    const before = await fingerprint(world.api.knex);
    for (const [who, headers] of asked) {
      const answer = await send(endpoint, { ...ask, headers });
      expect([who, answer.status]).toEqual([who, expected(route, who)]);
      expect(errorBody.strict().parse(answer.body).message).toMatch(/\.$/);
    }
    expect(await fingerprint(world.api.knex)).toBe(before);
  });
});
