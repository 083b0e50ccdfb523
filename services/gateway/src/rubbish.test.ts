import { faultOf } from '@convomatic/kit/testing/fault-of';
import { sendRaw } from '@convomatic/kit/testing/raw-request';
import { rubbishHeaders } from '@convomatic/kit/testing/rubbish-headers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { buildGateway, buildUpstream } from './gateway.build.ts';
import type { BuiltGateway, BuiltUpstream } from './gateway.build.ts';

/** The same rubbish each time; fast-check prints it with what failed. */
const runs = { seed: Number(process.env.RUBBISH_SEED ?? 5), numRuns: 400 };

let upstream: BuiltUpstream;
let gateway: BuiltGateway;
beforeAll(async () => {
  upstream = await buildUpstream();
  gateway = await buildGateway({ api: upstream.url, channels: upstream.url });
});
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

const send = (lines: string[], body = '') =>
  sendRaw({
    port: gateway.port,
    bytes: Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`, 'latin1'),
    endAfterMs: 300,
  });

const methods = fc.constantFrom(
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'OPTIONS',
  'TRACE',
  'CONNECT',
  'PROPFIND',
  'get',
  'X',
);

const paths = fc.oneof(
  fc.constantFrom(
    '/',
    '/api/boot',
    '/join/x',
    '/socket.io/?EIO=4',
    '/collaboration',
    '/widget/loader.js',
    '/projects',
  ),
  fc.constantFrom(
    '*',
    '//',
    '/..',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/%00',
    '/%zz',
    '/api/%ff',
    'http://a/api/boot',
    '/api/../x',
  ),
  fc.constantFrom(
    '/widget/..%2f..%2findex.html',
    '/\\..\\',
    '/api\\boot',
    `/${'a/'.repeat(4_000)}`,
    '/a?'.repeat(20),
  ),
  fc.webPath(),
  fc.uint8Array({ maxLength: 30 }).map((bytes) => `/${Buffer.from(bytes).toString('latin1')}`),
);

describe('the gateway', () => {
  it('answers every request line in its shapes, in time', async () => {
    await fc.assert(
      fc.asyncProperty(methods, paths, async (method, path) => {
        const answer = await send([`${method} ${path} HTTP/1.1`, 'host: a', 'connection: close']);
        if (method !== 'HEAD') expect(answer && faultOf(answer)).toBeUndefined();
      }),
      runs,
    );
  });

  it('answers headers that no client would send, or hangs up', async () => {
    let answered = 0;
    await fc.assert(
      fc.asyncProperty(paths, rubbishHeaders, async (path, headers) => {
        const lines = [`POST ${path} HTTP/1.1`, 'host: a', 'connection: close', ...headers];
        const answer = await send(lines, '{}');
        if (answer) answered += 1;
        expect(answer && faultOf(answer)).toBeUndefined();
      }),
      runs,
    );
    expect(answered).toBeGreaterThan(runs.numRuns / 2);
  });

  it('shows no file beside those of the clients', async () => {
    for (const path of [
      '/../../../etc/passwd',
      '/%2e%2e/%2e%2e/%2e%2e/etc/passwd',
      '/widget/..%2f..%2f..%2fetc/passwd',
    ]) {
      const answer = await send([`GET ${path} HTTP/1.1`, 'host: a', 'connection: close']);
      expect(answer?.body).not.toContain('root:');
    }
  });

  it('is there for the next', async () => {
    expect((await fetch(`${gateway.url}/healthz`)).status).toBe(200);
  });
});
