import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHttp } from './http.ts';

type Answer = (res: ServerResponse) => void;

interface Seen {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingMessage['headers'];
  body: string;
}

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (res) => {
    res.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };

describe('call', () => {
  let answer: Answer;
  let seen: Seen;
  let baseUrl: string;
  const server = createServer((req, res) => {
    let body = '';
    req.on('data', (bytes: Buffer) => (body += bytes.toString()));
    req.on('end', () => {
      seen = { method: req.method, url: req.url, headers: req.headers, body };
      answer(res);
    });
  });

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    baseUrl = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('fills the path, adds the query and sends the token', async () => {
    answer = json(200, { messages: [], more: false });
    const call = createHttp({ baseUrl, token: () => 'secret' });
    const request = { params: { session_id: 7 }, query: { before: 9 } };
    expect(await call('GET /api/sessions/:session_id/messages', request)).toEqual({
      messages: [],
      more: false,
    });
    expect(seen).toMatchObject({ method: 'GET', url: '/api/sessions/7/messages?before=9', body: '' });
    expect(seen.headers.authorization).toBe('Bearer secret');
  });

  it('sends a body as JSON', async () => {
    answer = json(202, { sent: true });
    await createHttp({ baseUrl })('POST /api/login-links', { body: { email: 'ada@example.org' } });
    expect(seen).toMatchObject({ method: 'POST', body: '{"email":"ada@example.org"}' });
    expect(seen.headers['content-type']).toBe('application/json');
  });

  it('fails with what the api says', async () => {
    answer = json(400, {
      code: 'invalid_input',
      message: 'No.',
      request_id: 'r-1',
      fields: { email: 'is missing' },
    });
    await expect(createHttp({ baseUrl })('GET /api/boot')).rejects.toMatchObject({
      name: 'ApiError',
      code: 'invalid_input',
      message: 'No.',
      status: 400,
      fields: { email: 'is missing' },
      requestId: 'r-1',
    });
  });

  it('fails as unavailable when a proxy answers with a page', async () => {
    answer = (res) => {
      res.writeHead(502, { 'retry-after': '3' }).end('<h1>Bad gateway</h1>');
    };
    const failure = { code: 'unavailable', status: 502, retryAfterMs: 3_000 };
    await expect(createHttp({ baseUrl })('GET /api/boot')).rejects.toMatchObject(failure);
  });

  it('fails as network when the answer breaks off', async () => {
    answer = (res) => {
      res.destroy();
    };
    await expect(createHttp({ baseUrl })('GET /api/boot')).rejects.toMatchObject({
      code: 'network',
      status: 0,
    });
  });

  it('answers nothing where there is no JSON', async () => {
    answer = (res) => {
      res.writeHead(204).end();
    };
    await expect(createHttp({ baseUrl })('DELETE /api/logins/current')).resolves.toBeUndefined();
  });

  it('rejects with the caller’s own reason when the caller gives up', async () => {
    const ending = new AbortController();
    answer = () => {
      ending.abort(new Error('left the page'));
    };
    await expect(createHttp({ baseUrl })('GET /api/boot', { signal: ending.signal })).rejects.toThrow(
      'left the page',
    );
  });
});
