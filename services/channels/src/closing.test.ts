import { until } from '@convomatic/kit/testing/until';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ada, connected, createScene, ended, refused } from './channels.build.ts';
import type { Node, Scene } from './channels.build.ts';
import { createNumbered, ours, seqsOf, standing } from './resuming.build.ts';

describe('a node that drains', () => {
  let scene: Scene;
  let node: Node;
  beforeEach(async () => {
    scene = await createScene();
    node = await scene.addNode({ drainMs: 1_500 });
    await scene.publisher.setUser('ada', ada);
  });
  afterEach(() => scene.close());

  it('CH33 tells clients of ours how long they have, closes the others over that time, and serves all meanwhile', async () => {
    const client = scene.addClient(node.url, undefined, ours('ada'));
    const others = Array.from({ length: 200 }, () => scene.addClient(node.url));
    await Promise.all([client, ...others].map(connected));
    await standing(client);
    const ends = others.map(async (other) => {
      const reason = await ended(other);
      return { reason, at: performance.now() };
    });
    const begun = performance.now();
    const closing = node.close();
    await until(() => client.heard.some(([name]) => name === 'draining'));
    expect(client.heard.at(-1)).toEqual(['draining', { reconnect_in_ms: 1_500 }]);
    expect((await fetch(`${node.url}/readyz`)).status).toBe(503);
    expect(await refused(scene.addClient(node.url, 'ada'))).toMatchObject({ code: 'draining' });
    const group = createNumbered(scene.publisher);
    await group.say();
    await until(() => seqsOf(client).length === 1);
    const end = ended(client);
    const closed = await Promise.all(ends);
    const times = closed.map(({ at }) => at - begun);
    expect(new Set(closed.map(({ reason }) => reason))).toEqual(new Set(['transport close']));
    expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(700);
    expect(await end).toBe('transport close');
    await closing;
    expect(performance.now() - begun).toBeLessThan(5_000);
  });

  it('CH33 is done as soon as everyone has moved', async () => {
    const client = scene.addClient(node.url, undefined, ours('ada'));
    await standing(client);
    client.socket.on('draining', () => client.socket.disconnect());
    const begun = performance.now();
    await node.close();
    expect(performance.now() - begun).toBeLessThan(1_500);
  });
});
