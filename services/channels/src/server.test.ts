import { until } from '@convomatic/kit/testing/until';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connect } from 'node:net';
import { ada, connected, createScene, ended, refused } from './channels.build.ts';
import type { BareClient, Node, Scene } from './channels.build.ts';

/** Writes to a client's transport past Socket.IO. */
const sendRaw = ({ socket }: BareClient, frame: string | Buffer): void => {
  const { transport } = socket.io.engine as unknown as {
    transport: { ws: { send: (frame: string | Buffer) => void } };
  };
  transport.ws.send(frame);
};

describe('a node', () => {
  let scene: Scene;
  let node: Node;
  let client: BareClient;
  beforeEach(async () => {
    scene = await createScene();
    node = await scene.addNode();
    await scene.publisher.setUser('ada', ada);
    client = scene.addClient(node.url, 'ada');
    await connected(client);
  });
  afterEach(() => scene.close());

  const readiness = async (): Promise<number> => (await fetch(`${node.url}/readyz`)).status;

  it('CH16 keeps its connections over a restart of Redis, and meanwhile is not ready and takes no others', async () => {
    expect(await readiness()).toBe(200);
    await scene.redis.kill();
    await until(async () => (await readiness()) === 503);
    expect(await refused(scene.addClient(node.url))).toMatchObject({ code: 'unavailable' });
    await scene.redis.restart();
    await until(async () => (await readiness()) === 200);
    await scene.publisher.ready();
    expect(await refused(scene.addClient(node.url, 'ada'))).toEqual({ code: 'token_expired' });
    await scene.publisher.records({ room: 'group-7', records: {} });
    await until(() => client.heard.length === 1);
    expect(client.socket.connected).toBe(true);
  });

  it('CH16 ends its transports when Redis stays away (20 minutes, or frozen 10 s), so that nobody takes silence for peace', async () => {
    const away = await createScene();
    const other = await away.addNode();
    const bystander = away.addClient(other.url);
    await connected(bystander);
    const pid = Number(/process_id:(\d+)/.exec(await scene.publisher.redis.info('server'))?.[1]);
    const reasons = Promise.all([ended(client), ended(bystander)]);
    await away.redis.kill();
    process.kill(pid, 'SIGSTOP');
    try {
      expect(await reasons).toEqual(['transport close', 'transport close']);
      expect(await refused(scene.addClient(node.url, 'ada'))).toMatchObject({ code: 'unavailable' });
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await until(node.isReady);
    await scene.publisher.ready();
    const again = scene.addClient(node.url, 'ada');
    await connected(again);
    await scene.publisher.records({ room: 'group-7', records: {} });
    await until(() => again.heard.length === 1);
    await away.redis.restart();
    await away.close();
  });

  it('CH18 a node that ends closes its transports, refuses others, and ends although a client has frozen', async () => {
    const frozen = connect(node.port, '127.0.0.1');
    frozen.write(
      'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
    );
    await new Promise((resolve) => frozen.once('data', resolve));
    frozen.pause();
    const many = Array.from({ length: 120 }, () => scene.addClient(node.url));
    await Promise.all(many.map(connected));
    const reasons = Promise.all([client, ...many].map(ended));
    const closing = node.close();
    expect(node.isReady()).toBe(false);
    expect(await refused(scene.addClient(node.url, 'ada'))).toEqual({
      code: 'draining',
      retry_after_ms: 200,
    });
    expect(new Set(await reasons)).toEqual(new Set(['transport close']));
    await closing;
    frozen.destroy();
  });

  it('CH17 an unknown event is counted and ignored', async () => {
    client.socket.emit('join', 'group-8', { a: [1] });
    await until(async () => (await node.count('inbound_refused_total', { problem: 'unknown_event' })) === 1);
    expect(client.socket.connected).toBe(true);
  });

  it('CH17 a client that sends more than twenty messages a second is closed', async () => {
    const reason = ended(client);
    for (let i = 0; i < 40; i += 1) client.socket.emit('flood', i);
    expect(await reason).toBe('transport close');
    expect(await node.count('inbound_refused_total', { problem: 'flood' })).toBe(1);
  });

  it.each([
    ['a binary frame', Buffer.from([1, 2, 3])],
    ['no packet', 'rubbish'],
    ['a packet of no type', '49'],
    ['a broken packet', '42["records"'],
    ['a reserved event', '42["connect"]'],
    ['no event', '42{}'],
    ['an event that is no text', '42[null]'],
    ['a second connect', '40{"token":null}'],
    ['connect with no object', '40null'],
    ['an acknowledgement of nothing', '43999[]'],
    ['binary that never comes', '451-["refresh",{"_placeholder":true,"num":0}]'],
    ['too many bytes', `42["x","${'x'.repeat(20_000)}"]`],
    ['an empty frame', ''],
    ['a prototype', '42["refresh",{"__proto__":{"token":"ada"}}]'],
  ])('CH17 %s harms nobody else', async (_name, frame) => {
    const other = scene.addClient(node.url, 'ada');
    await connected(other);
    sendRaw(client, frame);
    await scene.publisher.records({ room: 'group-7', records: {} });
    await until(() => other.heard.length === 1);
    expect(node.isReady()).toBe(true);
    expect(other.socket.connected).toBe(true);
  });
});
