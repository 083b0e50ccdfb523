import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createLogger } from './logger.ts';
import { createRedis, createSubscriber } from './redis.ts';
import type { RedisConnection } from './redis.ts';
import { createFaultProxy } from './testing/fault-proxy.ts';
import { testRedis } from './testing/redis.ts';
import type { TestRedis } from './testing/redis.ts';
import { until } from './testing/until.ts';

const logger = createLogger({ service: 'test', level: 'silent' });
const closing: (() => Promise<void>)[] = [];
let server: TestRedis;

beforeEach(async () => {
  server = await testRedis();
  closing.push(server.close);
});
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function buildPublisher(url = server.url): Promise<RedisConnection> {
  const connection = createRedis({ url, logger, name: 'publisher' });
  closing.push(connection.close);
  await isUp(connection);
  return connection;
}

const isUp = (connection: RedisConnection): Promise<boolean> =>
  until(() => connection.ping().then(() => true), { what: 'redis up' });

function buildSubscriber(url = server.url): { seen: string[]; isReady: () => boolean } {
  const seen: string[] = [];
  const subscriber = createSubscriber({
    url,
    logger,
    name: 'subscriber',
    channels: ['/records', '/control'],
    onMessage: (channel, payload) => seen.push(`${channel} ${payload.toString()}`),
    onReady: () => seen.push('ready'),
    onBroken: () => seen.push('broken'),
  });
  closing.push(subscriber.close);
  return { seen, isReady: subscriber.isReady };
}

describe('a subscription', () => {
  it('hears every channel after it was ready, in order', async () => {
    const publisher = await buildPublisher();
    const { seen, isReady } = buildSubscriber();
    await until(isReady, { what: 'the subscription' });
    await publisher.redis.publish('/records', 'one');
    await publisher.redis.publish('/control', 'two');
    await publisher.redis.publish('/other', 'nothing');
    await publisher.redis.publish('/records', 'Grüße 👋');
    await until(() => seen.length === 4, { what: 'three messages' });
    expect(seen).toEqual(['ready', '/records one', '/control two', '/records Grüße 👋']);
  });

  it.each(['stop', 'kill'] as const)(
    'tells that it broke when Redis is gone (%s), and is ready again by itself',
    async (end) => {
      const publisher = await buildPublisher();
      const { seen, isReady } = buildSubscriber();
      await until(isReady);
      await server[end]();
      await until(() => seen.includes('broken'), { what: 'broken' });
      expect(isReady()).toBe(false);
      await server.restart();
      await until(isReady, { what: 'the subscription again' });
      await isUp(publisher);
      await publisher.redis.publish('/records', 'after');
      await until(() => seen.includes('/records after'));
      expect(seen).toEqual(['ready', 'broken', 'ready', '/records after']);
    },
  );

  it('tells that it broke when the network carries nothing, though no connection ended', async () => {
    const proxy = await createFaultProxy({ port: server.port });
    closing.push(proxy.close);
    const { seen, isReady } = buildSubscriber(proxy.urlLike(server.url));
    await until(isReady);
    proxy.freeze();
    await until(() => seen.includes('broken'), { what: 'broken', deadlineMs: 8_000 });
    proxy.restore();
    await until(isReady, { what: 'the subscription again' });
  });

  it('waits for a Redis that is not there yet', async () => {
    await server.stop();
    const { seen, isReady } = buildSubscriber();
    await server.restart();
    await until(isReady);
    expect(seen).toEqual(['ready']);
  });
});

describe('a connection for commands', () => {
  it('fails at once while Redis is away, queues nothing, and works again after', async () => {
    const publisher = await buildPublisher();
    await server.kill();
    await until(() => publisher.redis.status !== 'ready');
    const began = performance.now();
    await expect(publisher.redis.set('key', 'lost')).rejects.toThrow();
    expect(performance.now() - began).toBeLessThan(500);
    await expect(publisher.ping()).rejects.toThrow();
    await server.restart();
    await isUp(publisher);
    expect(await publisher.redis.get('key')).toBeNull();
  });

  it('fails within its time when the network carries nothing', async () => {
    const proxy = await createFaultProxy({ port: server.port });
    closing.push(proxy.close);
    const publisher = await buildPublisher(proxy.urlLike(server.url));
    proxy.freeze();
    await expect(publisher.redis.get('key')).rejects.toThrow('timed out');
    proxy.restore();
    await isUp(publisher);
  });

  it('closes while Redis is away', async () => {
    const publisher = await buildPublisher();
    await server.kill();
    await until(() => publisher.redis.status === 'reconnecting');
    await publisher.close();
    await server.restart();
    expect(publisher.redis.status).not.toBe('ready');
  });
});
