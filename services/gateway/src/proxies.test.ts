import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { buildGateway, buildUpstream } from './gateway.build.ts';
import type { Answer, BuiltGateway } from './gateway.build.ts';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function start(api: Answer, channels?: Answer, trustedProxies = 'none'): Promise<BuiltGateway> {
  const upstreams = [await buildUpstream(api), await buildUpstream(channels)] as const;
  const gateway = await buildGateway({
    api: upstreams[0].url,
    channels: upstreams[1].url,
    trustedProxies,
  });
  closing.push(upstreams[0].close, upstreams[1].close, gateway.close);
  return gateway;
}

describe('a proxied request', () => {
  it('arrives with method, path, query and body as they were sent', async () => {
    const gateway = await start(async (req, res) => {
      res.end(JSON.stringify([req.method, req.url, req.headers['content-type'], await text(req)]));
    });
    const response = await fetch(`${gateway.url}/api/projects/%20/x?a=1&a=%2F`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: '{"broken"',
    });
    expect(await response.json()).toEqual([
      'PATCH',
      '/api/projects/%20/x?a=1&a=%2F',
      'application/json',
      '{"broken"',
    ]);
  });

  it('carries one request id through to the upstream and back', async () => {
    const seen: unknown[] = [];
    const gateway = await start((req, res) => {
      seen.push(req.headers['x-request-id']);
      res.end();
    });
    const made = await fetch(`${gateway.url}/api/boot`);
    const kept = await fetch(`${gateway.url}/api/boot`, { headers: { 'x-request-id': 'my-request-1' } });
    const foul = await fetch(`${gateway.url}/api/boot`, { headers: { 'x-request-id': 'a b"c' } });
    expect(seen).toEqual([made, kept, foul].map((response) => response.headers.get('x-request-id')));
    expect(seen[1]).toBe('my-request-1');
    expect(seen[2]).not.toContain(' ');
  });

  it('tells the upstream the real address, whatever the browser claims', async () => {
    let headers: IncomingMessage['headers'] = {};
    const gateway = await start((req, res) => {
      headers = req.headers;
      res.end();
    });
    await fetch(`${gateway.url}/api/boot`, {
      headers: { 'x-forwarded-for': '6.6.6.6', 'x-forwarded-host': 'evil.example', forwarded: 'for=6.6.6.6' },
    });
    expect(headers['x-forwarded-for']).toBe('127.0.0.1');
    expect(headers['x-forwarded-host']).toBe(`127.0.0.1:${gateway.port}`);
    expect(headers['x-forwarded-proto']).toBe('http');
    expect(headers.forwarded).toBeUndefined();
  });

  it('tells the upstream what a proxy in front says, where that is trusted', async () => {
    const seen: unknown[] = [];
    const gateway = await start(
      (req, res) => {
        seen.push(req.headers['x-forwarded-for'], req.headers['x-forwarded-proto']);
        res.end();
      },
      undefined,
      'loopback',
    );
    const headers = { 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https' };
    await fetch(`${gateway.url}/api/boot`, { headers });
    await fetch(`${gateway.url}/api/boot`);
    expect(seen).toEqual(['203.0.113.7', 'https', '127.0.0.1', 'http']);
  });

  it('keeps the headers of the answer and adds no policy to it', async () => {
    const gateway = await start((_req, res) => {
      res.setHeader('set-cookie', ['a=1; HttpOnly', 'b=2']);
      res.setHeader('content-security-policy', 'frame-ancestors https://university.example');
      res.writeHead(201).end();
    });
    const response = await fetch(`${gateway.url}/join/demo`);
    expect(response.status).toBe(201);
    expect(response.headers.getSetCookie()).toEqual(['a=1; HttpOnly', 'b=2']);
    expect(response.headers.get('content-security-policy')).toBe(
      'frame-ancestors https://university.example',
    );
    expect(response.headers.has('x-frame-options')).toBe(false);
  });

  it('gets each part of a stream when it is written, not when it ends', async () => {
    let isFirstSeen = (): void => undefined;
    const firstSeen = new Promise<void>((resolve) => (isFirstSeen = resolve));
    const gateway = await start(
      (_req, res) => res.end('the api'),
      async (_req, res) => {
        res.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n');
        await firstSeen;
        res.end('data: 2\n\n');
      },
    );
    const { body } = await fetch(`${gateway.url}/api/records/stream?rooms=group-1`);
    const texts: string[] = [];
    for await (const chunk of body ?? []) {
      texts.push(Buffer.from(chunk as Uint8Array).toString());
      isFirstSeen();
    }
    expect(texts).toEqual(['data: 1\n\n', 'data: 2\n\n']);
  });

  it('ends at the upstream when the browser leaves', async () => {
    let left = Promise.resolve<unknown>(undefined);
    const gateway = await start((_req, res) => {
      left = once(res, 'close');
      res.write('begun');
    });
    const leaving = new AbortController();
    await fetch(`${gateway.url}/api/export`, { signal: leaving.signal });
    leaving.abort();
    await left;
  });
});

describe('an upstream that is away', () => {
  it('is answered with 503 in the error shape, and served again when it is back', async () => {
    const gone = await buildUpstream();
    await gone.close();
    const gateway = await buildGateway({ api: gone.url, channels: gone.url });
    closing.push(gateway.close);
    const response = await fetch(`${gateway.url}/api/boot`);
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('1');
    expect(await response.json()).toEqual({
      code: 'unavailable',
      message: expect.any(String),
      request_id: response.headers.get('x-request-id'),
    });
    const metrics = await (await fetch(gateway.metricsUrl)).text();
    expect(metrics).toContain('chat_gateway_proxy_errors_total{upstream="api",kind="request"} 1');

    gone.server.listen(Number(new URL(gone.url).port), '127.0.0.1');
    await once(gone.server, 'listening');
    closing.push(gone.close);
    expect((await fetch(`${gateway.url}/api/boot`)).status).toBe(200);
  });

  it('breaks an answer that it had begun instead of ending it', async () => {
    const gateway = await start((_req, res) => {
      res.write('half', () => res.destroy());
    });
    const response = await fetch(`${gateway.url}/api/export`);
    await expect(response.text()).rejects.toThrow();
    expect((await fetch(`${gateway.url}/healthz`)).status).toBe(200);
  });

  it('is 503 also when it hangs up without a word', async () => {
    const gateway = await start((req) => req.socket.destroy());
    expect((await fetch(`${gateway.url}/api/boot`)).status).toBe(503);
  });
});
