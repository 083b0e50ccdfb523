import { controlChannel, eventLogKeys } from '@convomatic/contracts/names';
import { until } from '@convomatic/kit/testing/until';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connected, createScene } from '../channels.build.ts';
import type { BareClient, Node, Scene } from '../channels.build.ts';
import { createNumbered, ours, resetsOf, seqsOf, standing, standingsOf, upTo } from '../resuming.build.ts';

type Numbered = ReturnType<typeof createNumbered>;

const within = { deadlineMs: 10_000 };
let nextGroup = 100;

describe('messages that are lost, doubled or in another order', () => {
  let scene: Scene;
  let node: Node;
  beforeAll(async () => {
    scene = await createScene();
    node = await scene.addNode();
  });
  afterAll(() => scene.close());

  /** A group with events 1 to 10 and two who follow it: one of ours and one that knows the contract alone. */
  const follow = async (): Promise<{ group: Numbered; client: BareClient; bare: BareClient }> => {
    const id = (nextGroup += 1);
    const group = createNumbered(scene.publisher, `group-${String(id)}`);
    const token = `token-${String(id)}`;
    await scene.publisher.setUser(token, { id, name: 'Ada', group_ids: [id] });
    await group.sayMany(10);
    const client = scene.addClient(node.url, undefined, ours(token));
    const bare = scene.addClient(node.url, token);
    await connected(bare);
    await standing(client, group.room);
    await group.say();
    await until(() => seqsOf(client, group.room).length === 1 && seqsOf(bare, group.room).length === 1);
    return { group, client, bare };
  };

  it('CH26 one message dropped in the middle is filled when the next one comes', async () => {
    const { group, client, bare } = await follow();
    await group.lose();
    await group.say();
    await group.say();
    for (const one of [client, bare]) {
      await until(() => seqsOf(one, group.room).length === 4);
      expect(seqsOf(one, group.room)).toEqual(upTo(14, 11));
    }
  });

  it('CH27 one message dropped, also the last: it comes within ten seconds', async () => {
    const { group, client, bare } = await follow();
    await group.lose();
    for (const one of [client, bare])
      await until(() => seqsOf(one, group.room).length === 2, { what: 'the last event', ...within });
    expect(seqsOf(client, group.room)).toEqual([11, 12]);
  });

  it('CH27 a ring at /control after a refill lets every room be looked at, at once', async () => {
    const { group, client } = await follow();
    await group.lose();
    await scene.publisher.redis.publish(controlChannel, JSON.stringify({ refilled: true }));
    await until(() => seqsOf(client, group.room).length === 2, { deadlineMs: 1_000 });
  });

  it('CH26 duplicated and reordered messages are passed on once and in order', async () => {
    const { group, client, bare } = await follow();
    await group.lose();
    await group.lose();
    await group.lose();
    for (const seq of [14, 13, 12, 12, 14, 11, 3]) await group.publish(seq);
    await group.say();
    for (const one of [client, bare]) {
      await until(() => seqsOf(one, group.room).includes(15));
      expect(seqsOf(one, group.room)).toEqual(upTo(15, 11));
    }
  });

  it('CH26 a hole that the log does not reach is a reset, and bare clients simply go on', async () => {
    const { group, client, bare } = await follow();
    for (let lost = 0; lost < 300; lost += 1) await group.lose();
    await group.say();
    await until(() => resetsOf(client, group.room).length === 1);
    expect(resetsOf(client, group.room)[0]).toMatchObject({ reason: 'too_old', epoch: 1, seq: 312 });
    await group.say();
    for (const one of [client, bare]) {
      await until(() => seqsOf(one, group.room).includes(313));
      expect(seqsOf(one, group.room)).toEqual([11, 313]);
    }
  });

  it('CH26 what nobody has committed is passed on to nobody, and hides nothing that was', async () => {
    const { group, client } = await follow();
    await group.publish(900);
    await until(() => resetsOf(client, group.room).length === 1);
    expect(resetsOf(client, group.room)[0]).toMatchObject({ reason: 'unknown', seq: 11 });
    await group.say();
    await until(() => seqsOf(client, group.room).includes(12));
    expect(seqsOf(client, group.room)).toEqual([11, 12]);
  });

  it('CH26 the database was restored: the room begins again in another epoch, with a reset', async () => {
    const { group, client } = await follow();
    group.restore(4);
    await group.say();
    await until(() => resetsOf(client, group.room).length === 1, within);
    expect(resetsOf(client, group.room)[0]).toMatchObject({ reason: 'epoch', epoch: 2, seq: 5 });
    await group.say();
    await until(() => seqsOf(client, group.room).includes(6));
  });

  it('CH26 Redis flushed: the next event is passed on, and what was lost meanwhile comes with the refill', async () => {
    const { group, client, bare } = await follow();
    const { head, log } = eventLogKeys(group.room);
    await scene.publisher.redis.del(head, log);
    await group.say();
    await until(() => seqsOf(client, group.room).includes(12));
    await scene.publisher.redis.del(head, log);
    group.skip(2);
    await group.refill();
    for (const one of [client, bare]) {
      await until(() => seqsOf(one, group.room).length === 4, within);
      expect(seqsOf(one, group.room)).toEqual(upTo(14, 11));
    }
    expect(resetsOf(client, group.room)).toEqual([]);
  });

  it.each([
    ['text that is no event', 'rubbish'],
    ['an event of another room', '{"room":"group-1","seq":12,"id":1,"at":"x","records":{}}'],
  ])('CH8 garbage at our keys is sent to nobody: %s', async (_what, garbage) => {
    const { group, client, bare } = await follow();
    const { head, log } = eventLogKeys(group.room);
    await scene.publisher.redis.xadd(log, '12-0', 'e', garbage);
    await scene.publisher.redis.hset(head, 'top', '12');
    group.skip(1);
    await group.say();
    await until(() => resetsOf(client, group.room).length === 1);
    await group.say();
    await until(() => seqsOf(bare, group.room).includes(14));
    expect(seqsOf(client, group.room)).toEqual([11, 14]);
    expect(client.socket.connected && bare.socket.connected).toBe(true);
  });

  it('CH29 sync repeats the way into a room from the position that it names, once a second', async () => {
    const { group, client } = await follow();
    client.socket.emit('sync', { positions: { [group.room]: '1:8', 'group-1': '1:1' } });
    await until(() => standingsOf(client, group.room).length === 2);
    expect(standingsOf(client, group.room)[1]).toEqual({ status: 'recovered', epoch: 1, seq: 11 });
    await until(() => seqsOf(client, group.room).length === 4);
    client.socket.emit('sync', { positions: { [group.room]: '1:1' } });
    await until(async () => (await node.count('inbound_refused_total', { problem: 'too_often' })) === 1);
    await group.say();
    await until(() => seqsOf(client, group.room).includes(12));
    expect(seqsOf(client, group.room)).toEqual([11, 9, 10, 11, 12]);
  });

  it('CH28 heads tell clients of ours of the rooms that moved, and nobody else', async () => {
    const { group, client, bare } = await follow();
    const heads = () => client.heard.filter(([name]) => name === 'heads').map(([, rooms]) => rooms);
    await until(() => heads().length > 0, within);
    expect(heads()[0]).toEqual({ [group.room]: 11 });
    expect(bare.heard.map(([name]) => name)).not.toContain('heads');
  });
});
