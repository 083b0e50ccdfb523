import { isAppError } from '@convomatic/kit/errors';
import { createLogger } from '@convomatic/kit/logger';
import { createMetrics } from '@convomatic/kit/metrics';
import { createRedis } from '@convomatic/kit/redis';
import { createFaultProxy } from '@convomatic/kit/testing/fault-proxy';
import { testRedis } from '@convomatic/kit/testing/redis';
import type { TestRedis } from '@convomatic/kit/testing/redis';
import { until } from '@convomatic/kit/testing/until';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { limitVariables } from './limit-table.ts';
import { createLimits } from './limits.ts';

let server: TestRedis;
beforeAll(async () => {
  server = await testRedis();
});
afterAll(() => server.close());
beforeEach(() => server.restart());

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** The limits of one process, with three joins of a person in a minute. */
const buildLimits = async (rates: Record<string, string> = {}, url = server.url) => {
  const lines: string[] = [];
  const logger = createLogger({ service: 'test', destination: { write: (line) => lines.push(line) } });
  const silent = createLogger({ service: 'test', level: 'silent' });
  const { redis, close, ping } = createRedis({ url, logger: silent, name: 'limits' });
  closing.push(close);
  await until(() => ping().then(() => true));
  const metrics = createMetrics({ prefix: 'chat_api_' });
  const config = z.object(limitVariables).parse({ RATE_JOIN_PER_PERSON: '3/60', ...rates });
  const limits = createLimits({ config, redis, metrics, logger });
  const count = async (name: string): Promise<number> => {
    const metric = await metrics.registry.getSingleMetric(name)?.get();
    return metric?.values.reduce((sum, { value }) => sum + value, 0) ?? 0;
  };
  return { ...limits, redis, lines, count, ping };
};

type Built = Awaited<ReturnType<typeof buildLimits>>;

const refusalOf = async (taking: Promise<void>) => {
  const error: unknown = await taking.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isAppError(error)) throw new Error('nothing was refused', { cause: error });
  return error;
};

const takeTimes = async (limits: Built, times: number, key: string): Promise<void> => {
  for (let taken = 0; taken < times; taken += 1) await limits.take('join_per_person', key);
};

describe('a limit', () => {
  it('lets as many through as its rate says, and says when to try again', async () => {
    const limits = await buildLimits();
    await takeTimes(limits, 3, 'ada');
    const refused = await refusalOf(limits.take('join_per_person', 'ada'));
    expect(refused.code).toBe('rate_limited');
    expect(refused.message).toMatch(/^You have joined many times\. Try again in \d+ seconds\.$/);
    expect(refused.retryAfterSeconds).toBeGreaterThan(50);
    expect(refused.retryAfterSeconds).toBeLessThanOrEqual(60);
    expect(Number.isInteger(refused.retryAfterSeconds)).toBe(true);
    expect(await limits.count('chat_api_rate_limited_total')).toBe(1);
  });

  it('is of one key alone, and of one name', async () => {
    const limits = await buildLimits();
    await takeTimes(limits, 3, 'ada');
    await limits.take('join_per_person', 'grace');
    await limits.take('join_per_project', 'ada');
  });

  it('ends with its time', async () => {
    const limits = await buildLimits({ RATE_JOIN_PER_PERSON: '1/1' });
    await limits.take('join_per_person', 'ada');
    expect((await refusalOf(limits.take('join_per_person', 'ada'))).retryAfterSeconds).toBe(1);
    await until(() =>
      limits.take('join_per_person', 'ada').then(
        () => true,
        () => false,
      ),
    );
  });

  it('counts for all processes together', async () => {
    const [one, other] = await Promise.all([buildLimits(), buildLimits()]);
    await takeTimes(one, 2, 'ada');
    await takeTimes(other, 1, 'ada');
    await refusalOf(one.take('join_per_person', 'ada'));
    await refusalOf(other.take('join_per_person', 'ada'));
  });

  it('counts a burst exactly', async () => {
    const limits = await buildLimits();
    const taken = await Promise.allSettled(
      Array.from({ length: 20 }, () => limits.take('join_per_person', 'ada')),
    );
    expect(taken.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  });

  it('counts addresses of one subscriber as one, however they are written', async () => {
    const limits = await buildLimits({ RATE_JOIN_PER_ADDRESS: '2/60' });
    await limits.take('join_per_address', '2001:db8:1:2::1');
    await limits.take('join_per_address', '2001:DB8:1:2:3:4:5:6');
    await refusalOf(limits.take('join_per_address', '2001:db8:1:2::99'));
    await limits.take('join_per_address', '2001:db8:1:3::1');
    await limits.take('join_per_address', '203.0.113.7');
    await limits.take('join_per_address', '::ffff:203.0.113.7');
    await refusalOf(limits.take('join_per_address', '203.0.113.7'));
  });

  it('counts an e-mail address as one, however it is written, and keeps it out of Redis', async () => {
    const limits = await buildLimits({ RATE_SIGN_IN_LINK_PER_EMAIL: '1/60' });
    await limits.take('sign_in_link_per_email', 'ada@example.org');
    await refusalOf(limits.take('sign_in_link_per_email', ' Ada@Example.ORG'));
    const keys = await limits.redis.keys('*');
    expect(keys).toHaveLength(1);
    expect(keys.join()).not.toContain('ada');
    expect(await limits.redis.ttl(keys[0] ?? '')).toBeGreaterThan(0);
  });
});

describe('while Redis is away', () => {
  it('everybody is let through at once; it is counted, and logged once', async () => {
    const limits = await buildLimits();
    await takeTimes(limits, 3, 'ada');
    await server.kill();
    await until(() => limits.redis.status !== 'ready');
    const began = performance.now();
    await takeTimes(limits, 50, 'grace');
    expect(performance.now() - began).toBeLessThan(200);
    expect(await limits.count('chat_api_rate_unlimited_total')).toBe(50);
    expect(limits.lines.filter((line) => line.includes('rate limits are off'))).toHaveLength(1);
  });

  it('and back, it counts again', async () => {
    const limits = await buildLimits();
    await server.kill();
    await until(() => limits.redis.status !== 'ready');
    await takeTimes(limits, 5, 'ada');
    await server.restart();
    await until(() => limits.ping().then(() => true));
    await until(() =>
      limits.take('join_per_person', 'ada').then(
        () => false,
        () => true,
      ),
    );
    expect(limits.lines.filter((line) => line.includes('rate limits are on again'))).toHaveLength(1);
  });

  it('nobody waits long for a Redis that does not answer, and after the first nobody waits', async () => {
    const proxy = await createFaultProxy({ port: server.port });
    closing.push(proxy.close);
    const limits = await buildLimits({}, proxy.urlLike(server.url));
    proxy.freeze();
    const began = performance.now();
    await takeTimes(limits, 50, 'ada');
    expect(performance.now() - began).toBeLessThan(900);
  });
});
