import { currentUserKey } from '@convomatic/contracts/names';
import { createLogger } from '@convomatic/kit/logger';
import { createMetrics } from '@convomatic/kit/metrics';
import { until } from '@convomatic/kit/testing/until';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createScene } from '../channels.build.ts';
import type { Scene } from '../channels.build.ts';
import { createMeters } from '../meters.ts';
import type { Identity } from '../socket.ts';
import { createTokensInUse } from './tokens-in-use.ts';

const identity = (token: string): Identity => ({ token, user: { id: 1, name: 'Ada', group_ids: [] } });

describe('tokens in use', () => {
  let scene: Scene;
  let tokens: ReturnType<typeof createTokensInUse>;
  beforeEach(async () => {
    scene = await createScene();
    tokens = createTokensInUse({
      redis: scene.publisher.redis,
      tokenSeconds: 1_800,
      meters: createMeters(createMetrics({ prefix: 'chat_channels_' })),
      logger: createLogger({ service: 'test', level: 'silent' }),
      everyMs: 20,
    });
  });
  afterEach(async () => {
    tokens.close();
    await scene.close();
  });

  const secondsLeft = (token: string) => scene.publisher.redis.ttl(currentUserKey(token));
  const write = (token: string) => scene.publisher.redis.set(currentUserKey(token), '{}', 'EX', 100);

  it('CH14 a token with an open connection does not run out, one without does', async () => {
    await Promise.all([write('open'), write('closed'), write('twice')]);
    for (const token of ['open', 'closed', 'twice', 'twice']) tokens.add(identity(token));
    tokens.remove(identity('closed'));
    tokens.remove(identity('twice'));
    await until(async () => (await secondsLeft('open')) > 1_000 && (await secondsLeft('twice')) > 1_000);
    expect(await secondsLeft('closed')).toBeLessThanOrEqual(100);
  });

  it('CH14 a token that was revoked is not brought back', async () => {
    tokens.add(identity('revoked'));
    await write('open');
    tokens.add(identity('open'));
    await until(async () => (await secondsLeft('open')) > 1_000);
    expect(await scene.publisher.redis.exists(currentUserKey('revoked'))).toBe(0);
  });
});
