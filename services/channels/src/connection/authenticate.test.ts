import { currentUserKey } from '@convomatic/contracts/names';
import { until } from '@convomatic/kit/testing/until';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ada, connected, createScene, refused } from '../channels.build.ts';
import type { Node, Scene } from '../channels.build.ts';

describe('who may connect', () => {
  let scene: Scene;
  let node: Node;
  beforeAll(async () => {
    scene = await createScene();
    node = await scene.addNode();
    await scene.publisher.setUser('ada', ada);
  });
  afterAll(() => scene.close());

  it('CH4 a token that is unknown or has run out is expired', async () => {
    expect(await refused(scene.addClient(node.url, 'gone'))).toEqual({ code: 'token_expired' });
  });

  it.each(['with space', 'x'.repeat(600), 'ünïcode'])(
    'CH4 what cannot be a token is invalid (%#)',
    async (token) => {
      expect(await refused(scene.addClient(node.url, token))).toEqual({ code: 'token_invalid' });
    },
  );

  it.each(['no JSON', '[]', '{"id":"1","name":"Ada","group_ids":[]}', '{"id":1,"name":"Ada"}'])(
    'CH4 a value of another shape makes its token invalid, and is counted: %s',
    async (value) => {
      const before = await node.count('connects_total', { outcome: 'token_invalid' });
      await scene.publisher.redis.set(currentUserKey('broken'), value);
      expect(await refused(scene.addClient(node.url, 'broken'))).toEqual({ code: 'token_invalid' });
      expect(await node.count('connects_total', { outcome: 'token_invalid' })).toBe(before + 1);
    },
  );

  it('CH4 the token may come in the handshake’s auth', async () => {
    const client = scene.addClient(node.url, undefined, { auth: { token: 'ada', positions: {} } });
    await connected(client);
    await scene.publisher.records({ room: 'user-1', records: {} });
    await until(() => client.heard.some(([name]) => name === 'records'));
  });

  it.each([{ token: { a: 1 } }, { token: ['ada'] }, { token: 5 }])(
    'CH4 a token that is no text is invalid: %j',
    async (auth) => {
      expect(await refused(scene.addClient(node.url, undefined, { auth }))).toEqual({
        code: 'token_invalid',
      });
    },
  );

  it('CH17 a person has at most ten connections', async () => {
    await scene.publisher.setUser('many', { id: 50, name: 'Mary', group_ids: [] });
    const clients = Array.from({ length: 10 }, () => scene.addClient(node.url, 'many'));
    await Promise.all(clients.map(connected));
    expect(await refused(scene.addClient(node.url, 'many'))).toEqual({
      code: 'overloaded',
      retry_after_ms: 5_000,
    });
    clients[0]?.socket.disconnect();
    await until(async () => {
      const again = scene.addClient(node.url, 'many');
      return Promise.race([connected(again), refused(again).then(() => false)]);
    });
  });

  it('CH4 without Redis a connection is to try again, and never has no rooms', async () => {
    await scene.redis.stop();
    expect(await refused(scene.addClient(node.url, 'ada'))).toEqual({
      code: 'unavailable',
      retry_after_ms: 1_000,
    });
    await scene.redis.restart();
    await until(node.isReady);
  });
});
