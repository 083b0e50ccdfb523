import { until } from '@convomatic/kit/testing/until';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createScene, connected } from '../channels.build.ts';
import type { BareClient, Node, Scene } from '../channels.build.ts';
import { ours, seqsOf, standing } from '../resuming.build.ts';

const leaseKey = 'presence:{project-5}';
const people = { ada: 1, grace: 2, mary: 3 } as const;
type Name = keyof typeof people;

describe('who is there and who types, on two nodes', () => {
  let scene: Scene;
  let nodes: [Node, Node];
  beforeEach(async () => {
    scene = await createScene();
    nodes = [await scene.addNode(), await scene.addNode()];
    for (const [name, id] of Object.entries(people))
      await scene.publisher.setUser(name, { id, name, group_ids: [7], lease_key: leaseKey, seq: 0 });
  });
  afterEach(() => scene.close());

  const join = async (name: string, node: Node): Promise<BareClient> => {
    const client = scene.addClient(node.url, undefined, ours(name));
    await standing(client, 'notice');
    return client;
  };
  const listOf = ({ heard }: BareClient, room = 'group-7'): number[] | undefined =>
    heard
      .filter(([name]) => name === 'presence')
      .map(([, message]) => message as { room: string; user_ids: number[] })
      .findLast((message) => message.room === room)?.user_ids;
  const sees = (client: BareClient, ...names: Name[]) =>
    until(() => JSON.stringify(listOf(client)) === JSON.stringify(names.map((name) => people[name])), {
      what: names.join(' and '),
    });
  const typingsOf = ({ heard }: BareClient) =>
    heard.filter(([name]) => name === 'typing').map(([, message]) => message);

  it('CH38 everyone of the group on all nodes, with a grace for who has gone', async () => {
    const ada = await join('ada', nodes[0]);
    await sees(ada, 'ada');
    const grace = await join('grace', nodes[1]);
    await sees(ada, 'ada', 'grace');
    await sees(grace, 'ada', 'grace');
    const bare = scene.addClient(nodes[1].url, 'mary');
    await connected(bare);
    await sees(ada, 'ada', 'grace', 'mary');
    const left = performance.now();
    bare.socket.disconnect();
    grace.socket.disconnect();
    await sees(ada, 'ada');
    expect(performance.now() - left).toBeGreaterThan(4_500);
    expect(bare.heard).toEqual([]);
  });

  it('CH38 a page that is loaded anew never goes; who is removed from the group goes at once', async () => {
    const ada = await join('ada', nodes[0]);
    const grace = await join('grace', nodes[1]);
    await sees(ada, 'ada', 'grace');
    grace.socket.disconnect();
    const before = ada.heard.length;
    await join('grace', nodes[0]);
    const membership = {
      group_id: 7,
      user_id: 2,
      role: 'participant',
      name: 'Grace',
      joined_at: '2026-01-01T00:00:00.000Z',
      left_at: null,
      left_reason: null,
    };
    await scene.publisher.tell({
      room: 'user-2',
      seq: 1,
      kind: 'membership.removed',
      records: { memberships: [membership] },
    });
    await until(() => JSON.stringify(listOf(ada)) === '[1]', { deadlineMs: 2_000 });
    const lists = ada.heard.slice(before).filter(([name]) => name === 'presence');
    expect(lists).toHaveLength(1);
  });

  it('CH38 who watches is not listed, and sees the list', async () => {
    await scene.publisher.setUser('moderator', {
      id: 9,
      name: 'Eve',
      group_ids: [],
      lease_key: 'presence:{people}',
      seq: 0,
    });
    const ada = await join('ada', nodes[0]);
    const watcher = await join('moderator', nodes[1]);
    await scene.publisher.tell({
      room: 'user-9',
      seq: 1,
      kind: 'watch.created',
      records: { watches: [{ connection_id: watcher.socket.id, group_id: 7 }] },
    });
    await sees(watcher, 'ada');
    watcher.socket.emit('typing', { room: 'group-7' });
    await until(
      async () => (await nodes[1].count('inbound_refused_total', { problem: 'not_a_member' })) === 1,
    );
    await join('grace', nodes[1]);
    await sees(ada, 'ada', 'grace');
    expect(typingsOf(ada)).toEqual([]);
  });

  it('CH39 typing reaches the others of the group on all nodes, once in two seconds, and no bare client', async () => {
    const ada = await join('ada', nodes[0]);
    const others = [await join('grace', nodes[0]), await join('mary', nodes[1])];
    const bare = scene.addClient(nodes[1].url, 'mary');
    await connected(bare);
    for (const other of others) await standing(other, 'group-7');
    for (let count = 0; count < 3; count += 1) ada.socket.emit('typing', { room: 'group-7' });
    for (const other of others) await until(() => typingsOf(other).length > 0);
    await until(async () => (await nodes[0].count('inbound_refused_total', { problem: 'too_often' })) === 2);
    for (const other of others) expect(typingsOf(other)).toEqual([{ room: 'group-7', user_id: 1 }]);
    expect(typingsOf(ada)).toEqual([]);
    expect(bare.heard).toEqual([]);
  });

  it.each([[], [null], [{ room: 5 }], [{ room: 'group-8' }], [{ room: 'user-1' }], [{ room: 'notice' }]])(
    'CH39 typing of another shape, or in a room of others, is counted and told to nobody: %j',
    async (...given) => {
      const ada = await join('ada', nodes[0]);
      const grace = await join('grace', nodes[0]);
      ada.socket.emit('typing', ...given);
      const refusals = async () =>
        (await nodes[0].count('inbound_refused_total', { problem: 'malformed' })) +
        (await nodes[0].count('inbound_refused_total', { problem: 'not_a_member' }));
      await until(async () => (await refusals()) === 1);
      expect(typingsOf(grace)).toEqual([]);
    },
  );

  it('CH7 CH38 what nodes tell each other is no record, and garbage in its place ends nobody', async () => {
    const ada = await join('ada', nodes[0]);
    for (const garbage of [
      'null',
      'rubbish',
      '{"type":6,"data":["here",5]}',
      '{"type":6,"data":["typing",null]}',
    ])
      await scene.publisher.redis.publish('socket.io-request#/#', garbage);
    await scene.publisher.redis.publish('socket.io#/#', 'rubbish');
    await join('grace', nodes[1]);
    await sees(ada, 'ada', 'grace');
    expect(seqsOf(ada)).toEqual([]);
    expect(nodes.every((node) => node.isReady())).toBe(true);
  });
});
