import { until } from '@convomatic/kit/testing/until';
import { createFaultProxy } from '@convomatic/kit/testing/fault-proxy';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connected, createScene, ended } from '../channels.build.ts';
import type { Node, Scene } from '../channels.build.ts';

const leaseKey = 'presence:{project-5}';

describe('presence', () => {
  let scene: Scene;
  let node: Node;
  beforeEach(async () => {
    scene = await createScene();
    node = await scene.addNode();
    await scene.publisher.setUser('ada', { id: 1, name: 'Ada', group_ids: [], lease_key: leaseKey });
  });
  afterEach(() => scene.close());

  const score = async (): Promise<number> => Number(await scene.publisher.redis.zscore(leaseKey, '1'));

  it.each(['websocket', 'polling'] as const)(
    'CH15 a connection renews its lease at once and with each pong: %s',
    async (transport) => {
      const before = Date.now();
      const client = scene.addClient(node.url, undefined, {
        transports: [transport],
        query: { channel_token: 'ada' },
      });
      await connected(client);
      const first = await until(score, { what: 'the first lease', deadlineMs: 2_000 });
      expect(first).toBeGreaterThanOrEqual(before);
      await until(async () => (await score()) > first, { what: 'the renewal' });
      expect((await score()) - first).toBeGreaterThan(3_000);
      expect(await scene.publisher.redis.pttl(leaseKey)).toBeGreaterThan(0);
    },
  );

  it('CH15 a client that has frozen keeps its socket for a while and its lease no longer', async () => {
    const proxy = await createFaultProxy({ port: node.port });
    const client = scene.addClient(`http://127.0.0.1:${String(proxy.port)}`, 'ada');
    await connected(client);
    const first = await until(score);
    const reason = ended(client);
    proxy.freeze();
    await until(async () => (await node.count('connections')) === 0, { what: 'the ping timeout' });
    await until(async () => (await score()) === 0, { what: 'the end of the lease' });
    expect(Date.now() - first).toBeLessThan(10_000);
    await proxy.close();
    await reason;
  });

  it('CH15 a lease ends with the last connection of the person', async () => {
    const first = scene.addClient(node.url, 'ada');
    const second = scene.addClient(node.url, 'ada');
    await Promise.all([connected(first), connected(second)]);
    await until(score, { what: 'the lease' });
    first.socket.disconnect();
    await until(async () => (await node.count('connections')) === 1, { what: 'the first end' });
    expect(await score()).toBeGreaterThan(Date.now() - 5_000);
    second.socket.disconnect();
    await until(async () => (await score()) === 0, { what: 'the end of the lease' });
  });

  it('CH15 a person without a lease key leaves no trace', async () => {
    await scene.publisher.setUser('grace', { id: 2, name: 'Grace', group_ids: [] });
    const client = scene.addClient(node.url, 'grace');
    await connected(client);
    const marked = scene.addClient(node.url, 'ada');
    await connected(marked);
    await until(score);
    expect(await scene.publisher.redis.zrange(leaseKey, '0', '-1')).toEqual(['1']);
  });
});
