import { defineEndpoints } from '@convomatic/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import { bindEndpoint } from './endpoint.ts';
import { AppError } from './errors.ts';
import { buildServer } from './http.build.ts';
import type { BuiltServer } from './http.build.ts';
import { createMetrics } from './metrics.ts';

const id = z.strictObject({ id: z.coerce.number().int().positive() });
const item = z.strictObject({ id: z.int(), name: z.string() });

const endpoints = defineEndpoints({
  'GET /items/:id': {
    access: 'public',
    params: id,
    query: z.strictObject({ name: z.string().default('none') }),
    response: item,
  },
  'POST /items': { access: 'login', body: z.strictObject({ name: z.string() }), response: item, status: 201 },
  'DELETE /items/:id': { access: 'login', params: id },
  'GET /broken': { access: 'public', response: item },
  'GET /stream': { access: 'public' },
});

const requireLogin: RequestHandler = (req, _res, next) => {
  if (!req.headers.authorization) throw new AppError('unauthenticated', 'Sign in first.');
  next();
};

let server: BuiltServer;
let calls = 0;

beforeAll(async () => {
  server = await buildServer({
    metrics: createMetrics({ prefix: 'chat_test_' }),
    configure: (app) => {
      bindEndpoint(app, endpoints['GET /items/:id'], {
        handle: ({ params, query }) => ({ id: params.id, name: query.name }),
      });
      bindEndpoint(app, endpoints['POST /items'], {
        guards: [requireLogin],
        handle: ({ body }) => {
          calls += 1;
          return { id: 1, name: body.name };
        },
      });
      bindEndpoint(app, endpoints['DELETE /items/:id'], { handle: () => undefined });
      bindEndpoint(app, endpoints['GET /broken'], {
        handle: () => ({ id: 1, name: 'x', password_hash: 'hush' }) as never,
      });
      bindEndpoint(app, endpoints['GET /stream'], {
        handle: ({ res }) => {
          res.type('text/csv').send('a,b');
          return undefined;
        },
      });
    },
  });
});
afterAll(() => server.close());

async function call(path: string, init: RequestInit = {}): Promise<{ status: number; answer: unknown }> {
  const response = await fetch(`${server.url}${path}`, init);
  const text = await response.text();
  return { status: response.status, answer: text.startsWith('{') ? JSON.parse(text) : text };
}

const post = (body: string | undefined, headers: Record<string, string> = {}) =>
  call('/items', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body }),
  });

const signedIn = { authorization: 'Bearer x' };

describe('an endpoint', () => {
  it('hands parsed params and query to its handler and answers with what that returns', async () => {
    expect(await call('/items/7?name=seven')).toEqual({ status: 200, answer: { id: 7, name: 'seven' } });
    expect(await call('/items/7')).toEqual({ status: 200, answer: { id: 7, name: 'none' } });
  });

  it('answers with the status of its contract, 204 without a body', async () => {
    expect(await post('{"name":"a"}', signedIn)).toEqual({ status: 201, answer: { id: 1, name: 'a' } });
    expect(await call('/items/7', { method: 'DELETE' })).toEqual({ status: 204, answer: '' });
  });

  it('leaves alone what its handler has sent', async () => {
    expect(await call('/stream')).toEqual({ status: 200, answer: 'a,b' });
  });

  it.each([
    ['/items/x', 'id'],
    ['/items/-1', 'id'],
    ['/items/1e400', 'id'],
    ['/items/7?nome=x', 'nome'],
    ['/items/7?name=%00', 'name'],
    ['/items/7?name=a&name=b', 'name'],
  ])('refuses %s and names %s', async (path, field) => {
    expect(await call(path)).toMatchObject({
      status: 400,
      answer: { code: 'invalid_input', fields: { [field]: expect.any(String) } },
    });
  });

  it.each([
    [undefined, 'name'],
    ['{}', 'name'],
    ['{"name":1}', 'name'],
    ['{"name":"a","admin":true}', 'admin'],
    ['[]', 'body'],
  ])('refuses the body %s and names %s', async (body, field) => {
    const before = calls;
    expect(await post(body, signedIn)).toMatchObject({
      status: 400,
      answer: { code: 'invalid_input', fields: { [field]: expect.any(String) } },
    });
    expect(calls).toBe(before);
  });

  it('names a few of many unknown fields, so that no answer is longer than what was sent', async () => {
    const names = Array.from({ length: 2_000 }, (_, index) => `${String(index)}${'x'.repeat(300)}`);
    const body = Object.fromEntries(names.map((name) => [name, 1]));
    const { status, answer } = await post(JSON.stringify(body), signedIn);
    expect(status).toBe(400);
    const { fields } = answer as { fields: Record<string, string> };
    expect(Object.keys(fields)).toHaveLength(50);
    expect(JSON.stringify(answer).length).toBeLessThan(20_000);
  });

  it('asks who calls before it looks at what they send', async () => {
    expect(await post('{"admin":true}')).toMatchObject({ status: 401, answer: { code: 'unauthenticated' } });
  });

  it('fails in tests when an answer breaks the contract, and lets nothing of it out', async () => {
    const { status, answer } = await call('/broken');
    expect(status).toBe(500);
    expect(JSON.stringify(answer)).not.toContain('hush');
  });

  it('is measured by its pattern, without ids', async () => {
    await call('/items/424242');
    const { answer } = await call('/metrics');
    expect(answer).toContain('route="/items/:id"');
    expect(answer).not.toContain('424242');
  });
});
