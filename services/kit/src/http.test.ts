import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { AppError } from './errors.ts';
import { buildServer } from './http.build.ts';
import type { BuiltServer } from './http.build.ts';

let server: BuiltServer;
const bodies: unknown[] = [];

beforeAll(async () => {
  server = await buildServer({
    configure: (app) => {
      app.post('/echo', (req, res) => {
        bodies.push(req.body);
        res.json(req.body);
      });
      app.get('/items/:id', (req, res) => res.json(req.params));
      app.get('/limited', () => {
        throw new AppError('rate_limited', 'Slower, please.', { retryAfterSeconds: 7 });
      });
      app.get('/broken', () => Promise.reject(new Error('connection to 10.0.0.1 with hunter2')));
      app.get('/half', (_req, res) => {
        res.write('half');
        throw new Error('in the middle');
      });
    },
  });
});
afterAll(() => server.close());

interface Sent {
  body?: string | Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
}

async function post({ body, headers = { 'content-type': 'application/json' } }: Sent) {
  const response = await fetch(`${server.url}/echo`, {
    method: 'POST',
    headers,
    ...(body !== undefined && { body }),
  });
  return { status: response.status, answer: (await response.json()) as Record<string, unknown>, response };
}

describe('a body', () => {
  it('of JSON reaches the route', async () => {
    expect(await post({ body: '{"text":"Grüße 👋"}' })).toMatchObject({
      status: 200,
      answer: { text: 'Grüße 👋' },
    });
  });

  const typed = (type: string, encoding?: string): Record<string, string> => ({
    'content-type': type,
    ...(encoding && { 'content-encoding': encoding }),
  });
  const plain = typed('application/json');
  const bomb = new Uint8Array(gzipSync(`{"text":"${'x'.repeat(5_000_000)}"}`));

  const refusedBy: Record<string, Record<string, Sent>> = {
    '400 invalid_input': {
      'broken JSON': { body: '{"a":', headers: plain },
      'a bare word': { body: '"text"', headers: plain },
      'bytes that are no text': { body: new Uint8Array([0xff, 0xfe, 0x00]), headers: plain },
      'a NUL': { body: '{"text":"a\\u0000b"}', headers: plain },
      'a lone surrogate': { body: '{"text":"\\ud83d"}', headers: plain },
      '33 levels': { body: `{"a":${'['.repeat(33)}${']'.repeat(33)}}`, headers: plain },
      'a hundred thousand levels': { body: '['.repeat(100_000) + ']'.repeat(100_000), headers: plain },
      'false gzip': { body: 'x', headers: typed('application/json', 'gzip') },
    },
    '413 too_large': {
      '2 MB': { body: `{"text":"${'x'.repeat(2_000_000)}"}`, headers: plain },
      'a small gzip of 5 MB': { body: bomb, headers: typed('application/json', 'gzip') },
    },
    '415 unsupported_media_type': {
      'text/plain': { body: '{}', headers: typed('text/plain') },
      'a form': { body: 'a=1', headers: typed('application/x-www-form-urlencoded') },
      'no type': { body: new Uint8Array([123, 125]), headers: {} },
      'a type that is none': { body: '{}', headers: typed(';;;') },
      latin1: { body: '{}', headers: typed('application/json; charset=latin1') },
      'utf-99': { body: '{}', headers: typed('application/json; charset=utf-99') },
      'an unknown encoding': { body: '{}', headers: typed('application/json', 'compress') },
    },
  };
  const rubbish = Object.entries(refusedBy).flatMap(([refusal, bodiesByName]) =>
    Object.entries(bodiesByName).map(([name, sent]) => ({ refusal, name, sent })),
  );

  it.each(rubbish)('of $name gets $refusal and reaches no route', async ({ refusal, sent }) => {
    const before = bodies.length;
    const { status, answer, response } = await post(sent);
    expect(`${status} ${String(answer.code)}`).toBe(refusal);
    expect(answer.request_id).toBe(response.headers.get('x-request-id'));
    expect(bodies.length).toBe(before);
  });

  it('that cannot be stored is answered with the field', async () => {
    expect((await post({ body: '{"a":{"b":["x","\\u0000"]}}' })).answer.fields).toEqual({
      'a.b.1': 'must not contain a NUL character',
    });
  });
});

describe('an answer', () => {
  const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${server.url}${path}`, { headers });

  it('carries the request id of the caller, or a new one, and no word of the server', async () => {
    const kept = await get('/items/1', { 'x-request-id': 'trace-1234' });
    expect(kept.headers.get('x-request-id')).toBe('trace-1234');
    expect(kept.headers.has('x-powered-by')).toBe(false);
    expect((await get('/items/1')).headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
  });

  it('for a path that does not exist or does not decode is in the error shape', async () => {
    expect(await (await get('/nothing')).json()).toMatchObject({ code: 'not_found' });
    const malformed = await get('/items/%E0%A4%A');
    expect(malformed.status).toBe(400);
    expect(await malformed.json()).toMatchObject({ code: 'invalid_input' });
  });

  it('says when to come back', async () => {
    const response = await get('/limited');
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('7');
  });

  it('after a fault of ours says nothing of it; the log says all, under the same id', async () => {
    const response = await get('/broken');
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(text).not.toContain('hunter2');
    const id = response.headers.get('x-request-id') ?? 'none';
    expect(server.lines.filter((line) => line.includes(id)).join('')).toContain('hunter2');
  });

  it('that fails in the middle is broken, not ended', async () => {
    await expect(get('/half').then((response) => response.text())).rejects.toThrow();
  });

  it('leaves one line in the log, without the query', async () => {
    await get('/items/2?token=hush', { 'x-request-id': 'logged-1234' });
    const lines = server.lines.filter((line) => line.includes('logged-1234'));
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ method: 'GET', path: '/items/2', status: 200 });
    expect(lines[0]).not.toContain('hush');
  });

  it('to bytes that are no HTTP is in the error shape too', async () => {
    const socket = connect(server.port, '127.0.0.1');
    socket.setEncoding('utf8').write('rubbish\r\n\r\n');
    const [text] = (await once(socket, 'data')) as [string];
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect(text).toContain('"code":"invalid_input"');
    socket.destroy();
  });
});

describe('closing', () => {
  it('waits for an answer that is on its way and takes no new one', async () => {
    let begun = (): void => undefined;
    let finish = (): void => undefined;
    const isBegun = new Promise<void>((resolve) => (begun = resolve));
    const other = await buildServer({
      configure: (app) => {
        app.get('/slow', async (_req, res) => {
          begun();
          await new Promise<void>((resolve) => (finish = resolve));
          res.send('whole');
        });
      },
    });
    const answer = fetch(`${other.url}/slow`);
    await isBegun;
    const closed = other.close();
    await expect(fetch(`${other.url}/slow`)).rejects.toThrow();
    finish();
    expect(await (await answer).text()).toBe('whole');
    await closed;
  });

  it('cuts what does not end in time', async () => {
    const other = await buildServer({
      configure: (app) => app.get('/endless', (_req, res) => void res.write('a')),
    });
    const answer = await fetch(`${other.url}/endless`);
    await other.close(50);
    await expect(answer.text()).rejects.toThrow();
  });
});
