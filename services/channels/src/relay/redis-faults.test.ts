import { eventLogKeys, recordsChannel } from '@convomatic/contracts/names';
import { createFaultProxy } from '@convomatic/kit/testing/fault-proxy';
import type { FaultProxy } from '@convomatic/kit/testing/fault-proxy';
import { until } from '@convomatic/kit/testing/until';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ada, createScene, refused, startNode } from '../channels.build.ts';
import type { BareClient, Node, Scene } from '../channels.build.ts';
import { createNumbered, ours, resetsOf, seqsOf, standing, upTo } from '../resuming.build.ts';

const tenSeconds = { deadlineMs: 10_000 };

/** Comes again while it is told to: a node's connection for commands may be there later than its subscription. */
const admitted = ({ socket }: BareClient): Promise<unknown> =>
  until(() => (socket.active ? socket : socket.connect()).connected, { what: 'the connection' });

describe('a node whose Redis fails', () => {
  let scene: Scene;
  let proxy: FaultProxy;
  let node: Node;
  let client: BareClient;
  let bare: BareClient;
  let group: ReturnType<typeof createNumbered>;
  beforeEach(async () => {
    scene = await createScene();
    proxy = await createFaultProxy({ port: scene.redis.port });
    node = await scene.addNode({ redisUrl: proxy.urlLike(scene.redis.url) });
    await scene.publisher.setUser('ada', ada);
    group = createNumbered(scene.publisher);
    await group.sayMany(5);
    // Else the last of them may come when somebody is there already.
    const passed = { channel: recordsChannel, outcome: 'no_member' };
    await until(async () => (await node.count('messages_total', passed)) === 5);
    client = scene.addClient(node.url, undefined, ours('ada'));
    bare = scene.addClient(node.url, 'ada');
    await admitted(bare);
    await standing(client);
    await group.say();
    await until(() => seqsOf(client).length === 1 && seqsOf(bare).length === 1);
  });
  afterEach(async () => {
    proxy.restore();
    await scene.close();
    await proxy.close();
  });

  const bothHave = async (last: number): Promise<void> => {
    for (const one of [client, bare]) {
      await until(() => seqsOf(one).at(-1) === last, { what: `event ${String(last)}`, ...tenSeconds });
      expect(seqsOf(one)).toEqual(upTo(last, 6));
    }
  };

  it('CH16 CH27 subscriber cut by its output buffer: what it missed comes when it is back', async () => {
    await scene.publisher.redis.config('SET', 'client-output-buffer-limit', 'pubsub 32kb 0 0');
    for (let round = 0; round < 3; round += 1) {
      await until(node.isReady);
      await group.say('x'.repeat(50_000));
      await group.sayMany(4);
    }
    await bothHave(21);
    expect(await node.count('subscription_breaks_total')).toBeGreaterThan(0);
    expect(resetsOf(client)).toEqual([]);
  });

  it('CH16 half-open, the connection is there and carries nothing: found, made anew, and nothing is lost', async () => {
    proxy.freeze();
    await group.sayMany(5);
    await until(() => !node.isReady(), { what: 'the end of the silence', ...tenSeconds });
    expect(await refused(scene.addClient(node.url, 'ada'))).toMatchObject({ code: 'unavailable' });
    proxy.restore();
    await bothHave(11);
  });

  it('CH16 killed and restarted empty: who is connected goes on, from the next event or the refill', async () => {
    await scene.redis.kill();
    group.skip(2);
    await scene.redis.restart();
    await scene.publisher.ready();
    await until(node.isReady);
    await group.refill();
    await group.say();
    await bothHave(9);
  });

  it('CH24 CH27 slow, it answers nobody for most of a second, again and again: late, and complete', async () => {
    for (let round = 0; round < 3; round += 1) {
      await scene.publisher.redis.call('CLIENT', 'PAUSE', '700');
      client.socket.emit('sync', { positions: { 'group-7': `1:${String(seqsOf(client).at(-1))}` } });
      await group.lose();
      await group.say();
    }
    await bothHave(12);
    expect(client.socket.connected).toBe(true);
  });

  it('CH27 failed over without the last writes: what is published again is passed on once, also to who resumes', async () => {
    await group.sayMany(3);
    await bothHave(9);
    const { head, log } = eventLogKeys('group-7');
    await scene.publisher.redis.hset(head, 'top', '7');
    await scene.publisher.redis.xdel(log, '8-0', '9-0');
    await scene.publisher.redis.xsetid(log, '7-0');
    const ahead = scene.addClient(node.url, undefined, ours('ada', { 'group-7': '1:9' }));
    expect(await standing(ahead)).toMatchObject({ status: 'live' });
    group.skip(-2);
    await group.sayMany(3);
    await bothHave(10);
    await until(() => seqsOf(ahead).length > 0);
    expect([seqsOf(ahead), resetsOf(client), resetsOf(ahead)]).toEqual([[10], [], []]);
  });

  it('CH14 CH15 CH25 out of memory: who is there stays, who comes recovers, and leases wait for room', async () => {
    await scene.publisher.setUser('cyd', { ...ada, lease_key: 'presence:{project-7}' });
    await scene.publisher.redis.config('SET', 'maxmemory', '1');
    await expect(group.say()).rejects.toThrow('OOM');
    group.skip(-1);
    const late = scene.addClient(node.url, undefined, ours('cyd', { 'group-7': '1:3' }));
    expect(await standing(late)).toEqual({ status: 'recovered', epoch: 1, seq: 6 });
    await until(async () => (await node.count('renewal_failures_total', { what: 'leases' })) > 0);
    expect(node.isReady()).toBe(true);
    await scene.publisher.redis.config('SET', 'maxmemory', '0');
    await group.say();
    await bothHave(7);
    await until(() => seqsOf(late).length === 4);
    expect(seqsOf(late)).toEqual(upTo(7, 4));
    await until(() => scene.publisher.redis.exists('presence:{project-7}'));
  });

  it('CH26 flushed between two events, with the message of one lost', async () => {
    await group.lose();
    await scene.publisher.redis.flushall();
    await group.refill();
    await group.say();
    await bothHave(8);
  });

  it('CH24 a join whose Redis goes away meanwhile ends the transport, and the next connection tells why', async () => {
    const end = new Promise((resolve) => client.socket.once('disconnect', resolve));
    proxy.freeze();
    client.socket.emit('sync', { positions: { 'group-7': '1:1' } });
    expect(await end).toBe('transport close');
    expect(bare.socket.connected).toBe(true);
  });

  it('CH4 client joins before the subscription is confirmed: it is told to come back', async () => {
    proxy.freeze();
    const starting = startNode(proxy.urlLike(scene.redis.url), { port: 0 });
    await until(async () => {
      const early = scene.addClient(node.url, 'ada');
      return (await refused(early)).code === 'unavailable';
    });
    proxy.restore();
    const late = await starting;
    const other = scene.addClient(late.url, 'ada');
    await admitted(other);
    other.socket.disconnect();
    await late.close();
  });
});
