import { until } from '@convomatic/kit/testing/until';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ada, connected, createScene } from '../channels.build.ts';
import type { BareClient, Node, Scene } from '../channels.build.ts';

const hostile: [outcome: string, message: string | Buffer][] = [
  ['malformed', 'rubbish'],
  ['malformed', ''],
  ['malformed', '{"room":"group-7"'],
  ['malformed', '{"room":"group-7","records":'],
  ['malformed', '{"room":"group-7"}'],
  ['malformed', '{"room":"group-7","records":null}'],
  ['malformed', '{"room":"group-7","records":[]}'],
  ['malformed', '{"room":7,"records":{}}'],
  ['malformed', '{"room":"group-7","room":null,"records":{}}'],
  ['malformed', '[]'],
  ['malformed', 'null'],
  ['malformed', '{"room":"group-7","records":{}}{"room":"group-7","records":{}}'],
  [
    'not_utf8',
    Buffer.from([...Buffer.from('{"room":"group-7","records":{"a":["'), 0xff, 0xfe, ...Buffer.from('"]}}')]),
  ],
  ['too_large', JSON.stringify({ room: 'group-7', records: { a: ['x'.repeat(70_000)] } })],
];

describe('the relay', () => {
  let scene: Scene;
  let nodes: [Node, Node];
  let clients: [BareClient, BareClient];
  beforeAll(async () => {
    scene = await createScene();
    nodes = [await scene.addNode(), await scene.addNode()];
    await scene.publisher.setUser('ada', ada);
    clients = [scene.addClient(nodes[0].url, 'ada'), scene.addClient(nodes[1].url, 'ada')];
    await Promise.all(clients.map(connected));
  });
  afterAll(() => scene.close());

  it('CH7 two nodes deliver each message once to each of their connections', async () => {
    for (let seq = 1; seq <= 50; seq += 1) {
      await scene.publisher.tell({ room: 'group-7', seq, kind: 'message.created', records: {} });
    }
    for (const { heard } of clients) {
      await until(() => heard.length >= 50);
      expect(heard.map(([, event]) => (event as { seq: number }).seq)).toEqual(
        Array.from({ length: 50 }, (_, i) => i + 1),
      );
    }
  });

  it('CH7 a message of a room without a local member is dropped and counted', async () => {
    const before = await nodes[0].count('messages_total', { channel: '/records', outcome: 'no_member' });
    await scene.publisher.tell({ room: 'group-99', seq: 1, kind: 'message.created', records: {} });
    await until(
      async () =>
        (await nodes[0].count('messages_total', { channel: '/records', outcome: 'no_member' })) ===
        before + 1,
    );
  });

  it.each(hostile)('CH8 what is %s is dropped, counted and harmless (%#)', async (outcome, message) => {
    const [client] = clients;
    const before = await nodes[0].count('messages_total', { channel: '/records', outcome });
    client.heard.length = 0;
    await scene.publisher.records(message);
    await scene.publisher.records({ room: 'group-7', records: { after: [] } });
    await until(() => client.heard.length > 0);
    expect(client.heard).toEqual([['records', { room: 'group-7', records: { after: [] } }]]);
    expect(await nodes[0].count('messages_total', { channel: '/records', outcome })).toBe(before + 1);
  });

  it.each(['rubbish', '[]', '{"type":"info"}', '{"message":"x"}', '{"type":5,"message":"x"}'])(
    'CH8 a notice of another shape is dropped and harmless: %s',
    async (message) => {
      const [client] = clients;
      client.heard.length = 0;
      await scene.publisher.notice(message);
      await scene.publisher.notice({ type: 'info', message: 'after' });
      await until(() => client.heard.length > 0);
      expect(client.heard).toEqual([['notice', { type: 'info', message: 'after' }]]);
    },
  );

  it('CH8 a message without a number is relayed and counted', async () => {
    const before = await nodes[1].count('unnumbered_messages_total');
    await scene.publisher.records({ room: 'group-7', records: {} });
    await until(async () => (await nodes[1].count('unnumbered_messages_total')) === before + 1);
  });
});
