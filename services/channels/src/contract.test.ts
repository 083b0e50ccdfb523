import { until } from '@convomatic/kit/testing/until';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connected, createScene } from './channels.build.ts';
import type { Node, Scene } from './channels.build.ts';

describe('the contract with publishers and clients that know nothing else', () => {
  let scene: Scene;
  let node: Node;
  beforeAll(async () => {
    scene = await createScene();
    node = await scene.addNode();
    // The three fields that other systems write.
    await scene.publisher.setUser('foreign', { id: 3, name: 'Grace', group_ids: [7, 9] });
  });
  afterAll(() => scene.close());

  it('CH1 CH3 CH6 a bare client sees exactly what was published for its rooms, in order', async () => {
    const client = scene.addClient(node.url, 'foreign');
    await connected(client);
    const messages = [
      { room: 'group-7', records: { discussions: [{ id: 1, title: 'ä "quoted" \u2028' }] } },
      { room: 'user-3', records: {} },
      { room: 'group-9', records: { polls: [] }, extra: { nested: [1, null, true] } },
    ];
    await scene.publisher.records({ room: 'group-8', records: { discussions: [{ id: 2 }] } });
    for (const message of messages) await scene.publisher.records(message);
    await until(() => client.heard.length === messages.length);
    expect(client.heard).toEqual(messages.map((message) => ['records', message]));
  });

  it('CH1 fields in another order and with white space reach the room too', async () => {
    const client = scene.addClient(node.url, 'foreign');
    await connected(client);
    await scene.publisher.records('{ "records": { "a": [] },\n "room": "group\\u002d7" }');
    await until(() => client.heard.length === 1);
    expect(client.heard).toEqual([['records', { records: { a: [] }, room: 'group-7' }]]);
  });

  it('CH1 an event of ours arrives with all its fields, also over long polling', async () => {
    const client = scene.addClient(node.url, undefined, {
      transports: ['polling'],
      query: { channel_token: 'foreign' },
    });
    await connected(client);
    await scene.publisher.tell({
      room: 'group-7',
      seq: 1,
      kind: 'message.created',
      records: { messages: [] },
    });
    await until(() => client.heard.length === 1);
    expect(client.heard[0]?.[1]).toEqual({
      room: 'group-7',
      team_id: 1,
      seq: 1,
      id: 1,
      at: '2026-01-01T00:00:00.000Z',
      kind: 'message.created',
      records: { messages: [] },
    });
  });

  it('CH2 CH5 a connection without a token sees notices alone', async () => {
    const client = scene.addClient(node.url);
    await connected(client);
    await scene.publisher.records({ room: 'group-7', records: {} });
    await scene.publisher.notice({ type: 'maintenance', message: 'Back at noon' });
    await until(() => client.heard.length === 1);
    expect(client.heard).toEqual([['notice', { type: 'maintenance', message: 'Back at noon' }]]);
  });

  it('CH2 everyone sees a notice', async () => {
    const client = scene.addClient(node.url, 'foreign');
    await connected(client);
    await scene.publisher.notice({ type: 'info', message: 'Hello', seq: 1 });
    await until(() => client.heard.length === 1);
    expect(client.heard).toEqual([['notice', { type: 'info', message: 'Hello', seq: 1 }]]);
  });
});
