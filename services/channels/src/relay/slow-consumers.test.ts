import { createLogger } from '@convomatic/kit/logger';
import { until } from '@convomatic/kit/testing/until';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Server } from 'socket.io';
import { ada, createScene } from '../channels.build.ts';
import type { Node, Scene } from '../channels.build.ts';
import { connectOurs, createNumbered, seqsOf, standing, upTo } from '../resuming.build.ts';
import { Connection } from '../socket.ts';
import type { ChannelsServer } from '../socket.ts';
import { createDelivery, outflowOf } from './delivery.ts';
import { frameOf } from './frame.ts';
import { createSlowConsumers } from './slow-consumers.ts';

const logger = createLogger({ service: 'test', level: 'silent' });

const text = 'x'.repeat(8_000);

/** A WebSocket client of its own, whose reading can be stopped; frames of a client are masked, here by zeros. */
async function openRaw(port: number, packet: string): Promise<Socket> {
  const raw = connect(port, '127.0.0.1');
  raw.write(
    'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
  );
  await new Promise((resolve) => raw.once('data', resolve));
  const payload = Buffer.from(packet);
  raw.write(Buffer.concat([Buffer.from([0x81, 0x80 | payload.length, 0, 0, 0, 0]), payload]));
  return raw;
}

describe('a client that is slower than its rooms', () => {
  let scene: Scene;
  let node: Node;
  let group: ReturnType<typeof createNumbered>;
  beforeEach(async () => {
    scene = await createScene();
    node = await scene.addNode();
    await scene.publisher.setUser('ada', ada);
    group = createNumbered(scene.publisher);
  });
  afterEach(() => scene.close());

  const cut = () => node.count('disconnects_total', { reason: 'slow_consumer' });

  it('CH31 never reading: it is closed as a slow consumer, and harms nobody else', async () => {
    const other = connectOurs(node.url, 'ada');
    await standing(other);
    const raw = await openRaw(node.port, '40{"token":"ada","positions":{}}');
    await until(async () => (await node.count('connections')) === 2);
    raw.pause();
    for (let count = 0; (await cut()) === 0 && count < 3_000; count += 1) await group.say(text);
    await until(async () => (await cut()) === 1);
    await until(() => seqsOf(other).length === group.last());
    expect(seqsOf(other)).toEqual(upTo(group.last()));
    other.socket.disconnect();
    raw.destroy();
  });

  it('CH31 standing still for 30 s: it is closed though little waits for it, and not before', async () => {
    const http = createServer();
    const io: ChannelsServer = new Server(http);
    let clock = 0;
    let looks = 0;
    const slow = createSlowConsumers(() => {
      looks += 1;
      return clock;
    });
    const delivery = createDelivery({ onBehind: () => undefined, logger });
    const opened = new Promise<Connection>((resolve) => {
      io.on('connection', (socket) => {
        resolve(new Connection(socket, null));
      });
    });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    const raw = await openRaw((http.address() as AddressInfo).port, '40');
    const connection = await opened;
    raw.pause();
    const frame = frameOf('records', `"${'x'.repeat(60_000)}"`);
    const isStuck = async (): Promise<boolean> => {
      if (outflowOf(connection).unsent > 0) return true;
      delivery.push(connection, frame);
      return new Promise((resolve) => setTimeout(resolve, 5)).then(() => false);
    };
    // The kernels take some megabytes first.
    await until(async () => (await isStuck()) && (await isStuck()), { intervalMs: 1 });
    slow.watch(connection);
    clock = 29_000;
    const before = looks;
    await until(() => looks > before + 1);
    expect(connection.endedFor).toBeUndefined();
    clock = 31_000;
    await until(() => connection.endedFor === 'slow_consumer');
    slow.close();
    raw.destroy();
    await io.close();
  });

  it('CH30 a slow reader gets its recovery page by page: what is live comes between, and it is not closed', async () => {
    // More than the kernels of both sides take.
    await group.sayMany(256, 'x'.repeat(60_000));
    const raw = await openRaw(node.port, '40{"token":"ada","positions":{"group-7":"1:0"}}');
    const parts: Buffer[] = [];
    raw.on('data', (part: Buffer) => parts.push(part));
    raw.pause();
    const got = () => Buffer.concat(parts).toString('latin1');
    await until(async () => (await node.count('resumes_total', { status: 'recovered' })) === 1);
    await pause(500);
    await scene.publisher.records({ room: 'user-1', records: { between: [] } });
    raw.resume();
    await until(() => got().includes('"seq":256,'));
    expect(got().indexOf('"between"')).toBeGreaterThan(got().indexOf('"seq":1,'));
    expect(got().indexOf('"between"')).toBeLessThan(got().indexOf('"seq":256,'));
    expect(await cut()).toBe(0);
    raw.destroy();
  });

  it('CH24 what comes while a page leaves follows it in order, and live after it', async () => {
    await group.sayMany(100, text);
    const client = connectOurs(node.url, 'ada', { 'group-7': '1:0' });
    await standing(client);
    await group.sayMany(30, text);
    await until(() => seqsOf(client).length === 130);
    expect(seqsOf(client)).toEqual(upTo(130));
    client.socket.disconnect();
  });
});
