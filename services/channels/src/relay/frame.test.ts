import { until } from '@convomatic/kit/testing/until';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ada, connected, createScene } from '../channels.build.ts';
import type { Node, Scene } from '../channels.build.ts';
import { ours, standing } from '../resuming.build.ts';

/** Around what a frame's payload adds to a text: `42["records",` and `]`. */
const envelope = '42["records",'.length + 1;
const empty = JSON.stringify({ room: 'group-7', records: { a: [''] } }).length + envelope;

/** A message whose frame has a payload of exactly so many bytes. */
const messageOf = (bytes: number, fill = 'x') => {
  const room = { room: 'group-7', records: { a: [''] } };
  const missing = bytes - empty;
  const width = Buffer.byteLength(fill);
  room.records.a[0] = fill.repeat(Math.floor(missing / width)) + 'y'.repeat(missing % width);
  return room;
};

/** From the smallest that there is, over the borders of a frame's header, to the largest that is relayed. */
const sizes = [empty, 125, 126, 127, 1_000, 65_535, 65_536, 65_536 + envelope];

describe('what a real client gets', () => {
  let scene: Scene;
  let node: Node;
  beforeAll(async () => {
    scene = await createScene();
    node = await scene.addNode();
    await scene.publisher.setUser('ada', ada);
  });
  afterAll(() => scene.close());

  it.each(['websocket', 'polling'])(
    'CH37 is exactly what was published, of every size: %s',
    async (transport) => {
      const client = scene.addClient(node.url, undefined, {
        transports: [transport],
        query: { channel_token: 'ada' },
      });
      await connected(client);
      const messages = sizes.flatMap((size) => [
        messageOf(size),
        messageOf(size, 'é'),
        messageOf(size, '🙂'),
      ]);
      for (const [at, message] of messages.entries()) {
        await scene.publisher.records(message);
        await until(() => client.heard.length > at);
      }
      expect(client.heard).toEqual(messages.map((message) => ['records', message]));
    },
  );

  it('CH37 is the same where many come at once, and through the engine', async () => {
    const client = scene.addClient(node.url, 'ada');
    await connected(client);
    const messages = Array.from({ length: 200 }, (_, at) => messageOf(sizes[at % sizes.length] ?? 125, 'ü'));
    await Promise.all(messages.map((message) => scene.publisher.records(message)));
    await until(() => client.heard.length === messages.length);
    expect(client.heard).toEqual(messages.map((message) => ['records', message]));
  });

  it('CH37 is the same where a recovery goes before it', async () => {
    const kind = 'message.created' as const;
    const told = Array.from({ length: 60 }, (_, at) => ({
      room: 'group-7',
      seq: at + 1,
      kind,
      records: { messages: ['ä'.repeat(5_000)] },
    }));
    for (const event of told) await scene.publisher.tell(event);
    const client = scene.addClient(node.url, undefined, ours('ada', { 'group-7': '1:0' }));
    await standing(client);
    await until(() => client.heard.filter(([name]) => name === 'records').length === 60);
    const records = client.heard.filter(([name]) => name === 'records').map(([, event]) => event);
    expect(records).toEqual(told.map((event) => expect.objectContaining(event)));
  });
});
