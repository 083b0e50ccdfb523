import { until } from '@convomatic/kit/testing/until';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createScene } from './channels.build.ts';
import type { Node, Scene } from './channels.build.ts';

describe('the canary', () => {
  let scene: Scene;
  let node: Node;
  beforeAll(async () => {
    scene = await createScene();
    node = await scene.addNode({ hasCanary: true });
  });
  afterAll(() => scene.close());

  const metric = async (name: string): Promise<number> => {
    const text = await (await fetch(`${node.url}/metrics`)).text();
    return Number(new RegExp(`^chat_channels_${name} (\\S+)$`, 'm').exec(text)?.[1] ?? NaN);
  };

  it('CH40 measures the way of one event a second to a client in the node', async () => {
    await until(async () => (await metric('canary_lag_seconds_count')) >= 2);
    expect(
      (await metric('canary_lag_seconds_sum')) / (await metric('canary_lag_seconds_count')),
    ).toBeLessThan(1);
    expect(await metric('canary_age_seconds')).toBeLessThan(3);
  });

  it('CH40 ages while nothing reaches it, and sings on after Redis has forgotten everything', async () => {
    await scene.redis.kill();
    await until(async () => (await metric('canary_age_seconds')) > 2.5);
    await scene.redis.restart();
    await until(async () => (await metric('canary_age_seconds')) < 1);
  });
});
