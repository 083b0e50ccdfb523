import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { askUpgrade, buildGateway, buildUpstream, echoUpgrades, openUpgrade } from './gateway.build.ts';
import type { BuiltGateway, BuiltUpstream } from './gateway.build.ts';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function start(): Promise<{ gateway: BuiltGateway; channels: BuiltUpstream }> {
  const channels = await buildUpstream((req, res) => res.end(req.url));
  const gateway = await buildGateway({ api: channels.url, channels: channels.url });
  closing.push(channels.close, gateway.close);
  return { gateway, channels };
}

function heldLast(held: Socket[]): Socket {
  const socket = held.at(-1);
  if (socket) return socket;
  throw new Error('The upstream holds no connection');
}

describe('a WebSocket', () => {
  it('carries bytes both ways, with a request id and the real address', async () => {
    const { gateway, channels } = await start();
    echoUpgrades(channels.server);
    const asked = once(channels.server, 'upgrade') as Promise<[IncomingMessage]>;
    const socket = await openUpgrade(`${gateway.url}/socket.io/`);
    socket.write('hello');
    const [bytes] = (await once(socket, 'data')) as [Buffer];
    expect(bytes.toString()).toBe('hello');
    const [{ headers }] = await asked;
    expect(headers['x-request-id']).toMatch(/^[\w-]{8,64}$/);
    expect(headers['x-forwarded-for']).toContain('127.0.0.1');
    socket.destroy();
  });

  it('closes at the other end, whichever end was cut', async () => {
    const { gateway, channels } = await start();
    const held = echoUpgrades(channels.server);
    const first = await openUpgrade(`${gateway.url}/socket.io/`);
    const firstHeld = heldLast(held);
    first.resetAndDestroy();
    await once(firstHeld, 'close');

    const second = await openUpgrade(`${gateway.url}/socket.io/`);
    second.on('error', () => undefined);
    second.resume();
    heldLast(held).resetAndDestroy();
    await once(second, 'close');
    expect((await fetch(`${gateway.url}/healthz`)).status).toBe(200);
  });

  it('is refused with the error shape when the upstream is away, and the process goes on', async () => {
    const { gateway, channels } = await start();
    await channels.close();
    const answer = await askUpgrade(`${gateway.url}/socket.io/`);
    if (!('response' in answer)) throw new Error('The upgrade was taken');
    expect(answer.response.statusCode).toBe(503);
    expect(answer.response.headers['retry-after']).toBe('1');
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'unavailable' });
    expect((await fetch(`${gateway.url}/healthz`)).status).toBe(200);
  });

  it('gets the refusal of the upstream as it is', async () => {
    const { gateway, channels } = await start();
    channels.server.on('upgrade', (_req, socket) => {
      socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 2\r\n\r\nno');
    });
    const answer = await askUpgrade(`${gateway.url}/socket.io/`);
    expect(answer).toMatchObject({ response: { statusCode: 403 }, body: 'no' });
  });

  it('ends when the gateway closes, which takes no longer for it', async () => {
    const channels = await buildUpstream();
    closing.push(channels.close);
    const held = echoUpgrades(channels.server);
    const gateway = await buildGateway({ api: channels.url, channels: channels.url });
    const socket = await openUpgrade(`${gateway.url}/socket.io/`);
    socket.resume();
    const ended = Promise.all([once(socket, 'close'), once(heldLast(held), 'close')]);
    await gateway.close();
    await ended;
  });
});

describe('another upgrade', () => {
  it('to HTTP/2 in clear text is answered as the request that it is', async () => {
    const { gateway } = await start();
    expect(await askUpgrade(`${gateway.url}/api/boot`, 'h2c')).toMatchObject({
      response: { statusCode: 200 },
      body: '/api/boot',
    });
  });

  it('to a WebSocket where there is none is answered as a request too', async () => {
    const { gateway } = await start();
    expect(await askUpgrade(`${gateway.url}/projects`)).toMatchObject({ response: { statusCode: 200 } });
  });
});
