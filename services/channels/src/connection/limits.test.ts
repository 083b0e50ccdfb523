import { until } from '@convomatic/kit/testing/until';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connected, createScene, refused } from '../channels.build.ts';
import type { Scene } from '../channels.build.ts';
import { ours, standing } from '../resuming.build.ts';

describe('the limits of connections', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await createScene();
  });
  afterEach(() => scene.close());

  it('CH32 an address that asks too often is told so, and another one is not', async () => {
    const node = await scene.addNode({ connectsAMinute: 3 });
    for (let count = 0; count < 3; count += 1) await connected(scene.addClient(node.url));
    expect(await refused(scene.addClient(node.url))).toEqual({ code: 'overloaded', retry_after_ms: 5_000 });
    await connected(
      scene.addClient(node.url, undefined, { extraHeaders: { 'x-forwarded-for': '198.51.100.7' } }),
    );
  });

  it('CH32 handshakes that wait count among the ten connections of a person', async () => {
    const node = await scene.addNode();
    await scene.publisher.setUser('many', { id: 50, name: 'Mary', group_ids: [] });
    const clients = Array.from({ length: 20 }, () => scene.addClient(node.url, 'many'));
    const outcomes = await Promise.all(
      clients.map((client) =>
        Promise.race([connected(client).then(() => 'connected'), refused(client).then(({ code }) => code)]),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'connected')).toHaveLength(10);
    expect(outcomes.filter((outcome) => outcome === 'overloaded')).toHaveLength(10);
  });

  it('CH32 a connection is in 256 rooms at most', async () => {
    const node = await scene.addNode();
    const groupIds = Array.from({ length: 300 }, (_, at) => at + 1);
    await scene.publisher.setUser('ada', { id: 1, name: 'Ada', group_ids: groupIds });
    const client = scene.addClient(node.url, undefined, ours('ada'));
    await standing(client, 'group-254');
    const told = client.heard.flatMap(([name, message]) =>
      name === 'positions' ? Object.keys((message as { rooms: object }).rooms) : [],
    );
    expect(told).toHaveLength(256);
    expect(await node.count('inbound_refused_total', { problem: 'rooms' })).toBe(1);
  });

  it('CH4 a second connection over the same transport, whose token is gone, is no connection without rooms', async () => {
    const node = await scene.addNode();
    await scene.publisher.setUser('ada', { id: 1, name: 'Ada', group_ids: [] });
    const client = scene.addClient(node.url, 'ada');
    await connected(client);
    const { engine } = client.socket.io;
    const end = new Promise((resolve) => engine.once('close', resolve));
    engine.write('41');
    engine.write('40');
    await end;
    await until(async () => (await node.count('connections')) === 0);
  });
});
