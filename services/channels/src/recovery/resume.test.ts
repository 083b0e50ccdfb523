import { until } from '@convomatic/kit/testing/until';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ada, connected, createScene, ended } from '../channels.build.ts';
import type { Node, Scene } from '../channels.build.ts';
import { createNumbered, ours, seqsOf, standing, standingsOf, upTo } from '../resuming.build.ts';

describe('a connection that says where it stands', () => {
  let scene: Scene;
  let nodes: [Node, Node];
  let group: ReturnType<typeof createNumbered>;
  beforeAll(async () => {
    scene = await createScene();
    nodes = [await scene.addNode(), await scene.addNode()];
    await scene.publisher.setUser('ada', ada);
    group = createNumbered(scene.publisher);
    await group.sayMany(20);
  });
  afterEach(() => scene.endClients());
  afterAll(() => scene.close());

  const connect = (positions: unknown, node = nodes[0]) =>
    scene.addClient(node.url, undefined, ours('ada', positions));

  it('CH23 CH3 a bare client sees records and notices alone, while one of ours beside it recovers', async () => {
    const bare = scene.addClient(nodes[0].url, 'ada');
    await connected(bare);
    const client = connect({ 'group-7': '1:15' });
    expect(await standing(client)).toEqual({ status: 'recovered', epoch: 1, seq: 20 });
    await until(() => seqsOf(client).length === 5);
    await group.say();
    await until(() => seqsOf(bare).length > 0 && seqsOf(client).length === 6);
    expect(seqsOf(client)).toEqual(upTo(21, 16));
    expect(seqsOf(bare)).toEqual([21]);
    expect(new Set(bare.heard.map(([name]) => name))).toEqual(new Set(['records']));
  });

  it('CH24 everything of a room comes after its position', async () => {
    const client = connect({ 'group-7': '1:1' });
    await until(() => seqsOf(client).length >= 19);
    const first = client.heard.findIndex(([name]) => name === 'records');
    const told = client.heard.findIndex(
      ([name, message]) =>
        name === 'positions' && 'group-7' in (message as { rooms: Record<string, unknown> }).rooms,
    );
    expect(told).toBeGreaterThanOrEqual(0);
    expect(told).toBeLessThan(first);
    expect(client.heard[told]?.[1]).toMatchObject({ server_time: expect.stringMatching(/Z$/) });
  });

  it.each([
    ['nothing was said (resume with no event seen)', {}],
    ['nothing was missed', () => ({ 'group-7': `1:${String(group.last())}` })],
    ['the position is in the future', { 'group-7': '1:999999' }],
  ])('CH25 a room goes on live where %s', async (_what, given) => {
    const client = connect(typeof given === 'function' ? given() : given);
    expect(await standing(client)).toEqual({ status: 'live', epoch: 1, seq: group.last() });
    await group.say();
    await until(() => seqsOf(client).includes(group.last()));
    expect(seqsOf(client)).toEqual([group.last()]);
  });

  it('CH25 a position of a foreign epoch is a reset, and what follows comes live', async () => {
    const client = connect({ 'group-7': '9:3' });
    expect(await standing(client)).toEqual({ status: 'reset', epoch: 1, seq: group.last() });
    await group.say();
    await until(() => seqsOf(client).length === 1);
  });

  it('CH25 resume before the old socket is noticed, and on another node: each goes on by itself', async () => {
    const before = connect({});
    await standing(before);
    await group.say();
    const again = connect({ 'group-7': `1:${String(group.last() - 1)}` }, nodes[1]);
    await until(() => seqsOf(again).length === 1);
    await group.say();
    await until(() => seqsOf(again).length === 2 && seqsOf(before).length === 2);
    expect(seqsOf(again)).toEqual(seqsOf(before));
  });

  it.each([
    ['text', 'rubbish'],
    ['a list', ['1:5']],
    ['no positions', { 'group-7': 'x', 'user-1': null, notice: { a: 1 }, '': '1:1' }],
    ['numbers out of range', { 'group-7': '1:99999999999999999999', 'user-1': '0:1', notice: '-1:5' }],
    ['a prototype', JSON.parse('{"__proto__": {"group-7": "1:1"}, "constructor": "1:1"}')],
  ])('CH23 garbage for positions harms nobody: %s', async (_what, positions) => {
    const client = connect(positions);
    await connected(client);
    await group.say();
    await until(() => seqsOf(client).includes(group.last()));
    expect(seqsOf(client)).toEqual([group.last()]);
  });

  it('CH23 garbage among positions is counted, and the others are used', async () => {
    const before = await nodes[0].count('inbound_refused_total', { problem: 'position' });
    const client = connect({ 'group-8': 'x', 'group-7': `1:${String(group.last() - 2)}` });
    await until(() => seqsOf(client).length === 2);
    expect(await nodes[0].count('inbound_refused_total', { problem: 'position' })).toBe(before + 1);
  });

  const many = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`g${String(at)}`, '1:1']));

  it('CH23 of many rooms 256 are looked at', async () => {
    const client = connect({ ...many(256), 'group-7': '1:1' });
    expect(await standing(client)).toMatchObject({ status: 'live' });
  });

  it('CH17 CH23 positions of ten thousand rooms end this connection alone', async () => {
    const other = connect({});
    await standing(other);
    const client = connect(many(10_000));
    await until(() => !client.socket.active || client.socket.disconnected);
    await group.say();
    await until(() => seqsOf(other).length === 1);
    expect(standingsOf(client)).toEqual([]);
  });

  it('CH36 of rooms without a right nothing is said', async () => {
    await createNumbered(scene.publisher, 'group-99').sayMany(3);
    const client = connect({ 'group-99': '1:1', 'user-2': '1:1' });
    await standing(client);
    await group.say();
    await until(() => seqsOf(client).length === 1);
    expect(JSON.stringify(client.heard)).not.toContain('group-99');
    expect(JSON.stringify(client.heard)).not.toContain('user-2');
  });

  it('CH25 away longer than the log: a reset', async () => {
    await group.sayMany(260);
    const client = connect({ 'group-7': `1:${String(group.last() - 257)}` });
    expect(await standing(client)).toMatchObject({ status: 'reset', seq: group.last() });
    const inReach = connect({ 'group-7': `1:${String(group.last() - 256)}` });
    await until(() => seqsOf(inReach).length === 256);
    expect(seqsOf(inReach)).toEqual(upTo(group.last(), group.last() - 255));
  });

  it('CH25 a client that is dropped every two seconds gets everything once', async () => {
    const got: number[] = [];
    const from = group.last();
    for (let round = 0; round < 5; round += 1) {
      const client = connect({ 'group-7': `1:${String(got.at(-1) ?? from)}` }, nodes[round % 2]);
      await group.say();
      await standing(client);
      await group.say();
      await until(() => seqsOf(client).includes(group.last() - 1));
      got.push(...seqsOf(client));
      const end = ended(client);
      client.socket.io.engine.close();
      await end;
      await group.say();
    }
    const last = connect({ 'group-7': `1:${String(got.at(-1))}` });
    await until(() => seqsOf(last).at(-1) === group.last());
    expect([...got, ...seqsOf(last)]).toEqual(upTo(group.last(), from + 1));
  });
});
