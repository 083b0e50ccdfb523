import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { errorBody } from '@convomatic/contracts';
import { connect } from 'node:net';
import { statusOf } from './errors.ts';
import { buildServer } from './http.build.ts';
import type { BuiltServer } from './http.build.ts';
import { sendRaw } from './testing/raw-request.ts';
import type { RawRequest } from './testing/raw-request.ts';

let server: BuiltServer;
beforeAll(async () => {
  const timeouts = { headersTimeoutMs: 300, requestTimeoutMs: 600 };
  server = await buildServer(
    {
      configure: (app) => {
        app.post('/echo', (req, res) => res.json(req.body));
        app.get('/items/:id', (req, res) => res.json(req.params));
      },
    },
    timeouts,
  );
});
afterAll(() => server.close());

const ask = async (bytes: string, options: Partial<RawRequest> = {}) => {
  const answer = await sendRaw({ port: server.port, bytes, ...options });
  if (!answer) throw new Error('the connection was closed without an answer');
  const error = errorBody.safeParse(JSON.parse(answer.body)).data;
  return { ...answer, error };
};

const lines = (...all: string[]): string => `${all.join('\r\n')}\r\n\r\n`;
const get = (path: string, ...headers: string[]): string =>
  lines(`GET ${path} HTTP/1.1`, 'host: a', ...headers);
const post = (...headers: string[]): string =>
  lines('POST /echo HTTP/1.1', 'host: a', 'content-type: application/json', ...headers);

describe('what fits', () => {
  it.each([
    ['an address of 8,000 characters', get(`/items/1?q=${'x'.repeat(8_000)}`)],
    ['headers of 14 KB', get('/items/1', `x-long: ${'x'.repeat(14_000)}`)],
    ['a chunked body', `${post('transfer-encoding: chunked')}2\r\n{}\r\n0\r\n\r\n`],
    ['an expectation that nobody has', `${post('expect: wonders', 'content-length: 2')}{}`],
    ['a wish for another protocol', get('/items/1', 'connection: upgrade', 'upgrade: h2c')],
    ['HTTP/1.0 without a host', lines('GET /items/1 HTTP/1.0')],
    ['an address with a host in it', lines('GET http://a/items/1 HTTP/1.1', 'host: a')],
  ])('is answered: %s', async (_what, bytes) => {
    expect((await ask(bytes)).status).toBe(200);
  });
});

describe('what does not fit', () => {
  it.each([
    ['an address of 9,000 characters', get(`/items/${'x'.repeat(9_000)}`), 'invalid_input'],
    ['headers of 17 KB', get('/items/1', `x-long: ${'x'.repeat(17_000)}`), 'too_large'],
    ['an address of 20 KB', get(`/items/${'x'.repeat(20_000)}`), 'too_large'],
    ['a body that says it has 2 MB', post('content-length: 2000000'), 'too_large'],
    ['no host', lines('GET /items/1 HTTP/1.1'), 'invalid_input'],
    ['two lengths', `${post('content-length: 2', 'content-length: 3')}{}`, 'invalid_input'],
    ['a length and chunks', `${post('content-length: 2', 'transfer-encoding: chunked')}{}`, 'invalid_input'],
    ['a length below zero', post('content-length: -1'), 'invalid_input'],
    ['chunks that are none', `${post('transfer-encoding: chunked')}zz\r\n`, 'invalid_input'],
    ['an unknown transfer coding', post('transfer-encoding: gzip'), 'invalid_input'],
    ['a NUL in a header', get('/items/1', 'x-a: \0'), 'invalid_input'],
    ['a space in a name of a header', get('/items/1', 'x a: 1'), 'invalid_input'],
    ['an unknown method', lines('BREW /items/1 HTTP/1.1', 'host: a'), 'invalid_input'],
    ['a tunnel', lines('CONNECT a:443 HTTP/1.1', 'host: a'), 'invalid_input'],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'invalid_input'],
    ['a TLS greeting', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000', 'invalid_input'],
    ['headers that do not come', 'GET /items/1 HTTP/1.1\r\nhost: a\r\n', 'invalid_input'],
    ['a body that does not come', `${post('content-length: 20')}{"a":`, 'invalid_input'],
    ['a star', lines('OPTIONS * HTTP/1.1', 'host: a'), 'not_found'],
  ] as const)('is refused in the shape of an error: %s', async (_what, bytes, code) => {
    const { status, error, headers } = await ask(bytes);
    expect(error?.code).toBe(code);
    expect(status).toBe(statusOf[code]);
    expect(error?.request_id).toBe(headers['x-request-id']);
  });

  it('is refused though it comes a letter at a time', async () => {
    const began = performance.now();
    const socket = connect(server.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(post('content-length: 1000'));
    const drip = setInterval(() => socket.write('x'), 50);
    await new Promise((resolve) => socket.once('close', resolve).resume());
    clearInterval(drip);
    expect(performance.now() - began).toBeLessThan(3_000);
  });

  it('leaves nothing behind: the next is answered', async () => {
    await sendRaw({ port: server.port, bytes: `${post('content-length: 20')}{"a":`, endAfterMs: 50 });
    expect((await ask(get('/items/1'))).status).toBe(200);
  });
});

describe('every answer', () => {
  it.each(['/items/1', '/nothing', '/items/%zz'])('of %s may not be framed, kept or run', async (path) => {
    const { headers } = await fetch(`${server.url}${path}`);
    expect(headers.get('content-security-policy')).toBe("default-src 'none';frame-ancestors 'none'");
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('permissions-policy')).toContain('camera=()');
    expect(headers.has('strict-transport-security')).toBe(false);
  });
});
