import {
  controlChannel,
  eventLogKeys,
  headSeconds,
  logSeconds,
  recordsChannel,
} from '@convomatic/contracts/names';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createLogger } from '../logger.ts';
import { createRedis } from '../redis.ts';
import type { Redis, RedisConnection } from '../redis.ts';
import { testRedis } from '../testing/redis.ts';
import type { TestRedis } from '../testing/redis.ts';
import { until } from '../testing/until.ts';
import { createEventLog } from './event-log.ts';
import type { Appended, EventLog } from './event-log.ts';

let server: TestRedis;
let connection: RedisConnection;
let redis: Redis;
let subscriber: Redis;
let log: EventLog;
const heard: [channel: string, text: string][] = [];

beforeAll(async () => {
  server = await testRedis();
  connection = createRedis({
    url: server.url,
    name: 'test',
    logger: createLogger({ service: 'test', level: 'silent' }),
  });
  redis = connection.redis;
  await until(() => redis.status === 'ready');
  subscriber = redis.duplicate({ enableOfflineQueue: true });
  subscriber.on('message', (channel, text) => heard.push([channel, text]));
  await subscriber.subscribe(recordsChannel, controlChannel);
  log = createEventLog(redis);
});
afterAll(async () => {
  subscriber.disconnect();
  await connection.close();
  await server.close();
});
beforeEach(async () => {
  await redis.flushall();
  heard.length = 0;
});

const room = 'user-7';
const keys = eventLogKeys(room);

const append = (
  seq: number,
  { epoch = 1, ...rest }: { epoch?: number; ring?: string; isPatient?: boolean } = {},
): Promise<Appended> =>
  log.append({ room, epoch, seq, text: `event ${String(seq)}`, channel: recordsChannel, ...rest });

const seqs = async (): Promise<number[]> =>
  ((await log.read({ room, after: 0 }))?.entries ?? []).map(({ seq }) => seq);

/** What was published up to now. */
const published = async (): Promise<string[]> => {
  await redis.publish(controlChannel, 'end');
  await until(() => heard.some(([, text]) => text === 'end'));
  return heard.filter(([, text]) => text !== 'end').map(([channel, text]) => `${channel} ${text}`);
};

describe('appending', () => {
  it('begins an unknown room at any number, adds the next one, and publishes both in the same step', async () => {
    expect([await append(41), await append(42)]).toEqual(['appended', 'appended']);
    expect(await log.read({ room, after: 41 })).toEqual({
      epoch: 1,
      top: 42,
      first: 41,
      entries: [{ seq: 42, text: 'event 42' }],
    });
    expect(await published()).toEqual(['/records event 41', '/records event 42']);
  });

  it('that is patient begins an unknown room with its first event alone', async () => {
    const patiently = (seq: number) => append(seq, { isPatient: true });
    expect([await patiently(2), await patiently(1), await patiently(2)]).toEqual([
      'hole',
      'appended',
      'appended',
    ]);
    expect(await published()).toEqual(['/records event 1', '/records event 2']);
  });

  it('of a number that is there does nothing: an event that is duplicated is published once', async () => {
    await append(1);
    await append(2);
    expect([await append(2), await append(1)]).toEqual(['duplicate', 'duplicate']);
    expect(await published()).toHaveLength(2);
  });

  it('of a number above the next one does nothing, so events that are reordered stand in order', async () => {
    await append(1);
    expect([await append(3), await append(2), await append(3)]).toEqual(['hole', 'appended', 'appended']);
    expect(await seqs()).toEqual([1, 2, 3]);
    expect(await published()).toHaveLength(3);
  });

  it('of a later epoch starts the log again; of an earlier one does nothing', async () => {
    await append(9);
    expect(await append(4, { epoch: 2 })).toBe('appended');
    expect(await append(5, { epoch: 1 })).toBe('hole');
    expect(await log.read({ room, after: 0 })).toMatchObject({ epoch: 2, top: 4, first: 4 });
  });

  it('rings on /control when it is told to, and not for a duplicate', async () => {
    const ring = '{"user_id":7,"seq":1}';
    await append(1, { ring });
    await append(1, { ring });
    expect(await published()).toEqual(['/records event 1', `/control ${ring}`]);
  });

  it('lets the log live for two hours and the head for two days after the last event', async () => {
    await append(1);
    await redis.expire(keys.log, 5);
    await redis.expire(keys.head, 5);
    await append(2);
    expect(await redis.ttl(keys.log)).toBe(logSeconds);
    expect(await redis.ttl(keys.head)).toBe(headSeconds);
    await redis.expire(keys.log, 5);
    await log.extend(room);
    expect(await redis.ttl(keys.log)).toBe(logSeconds);
  });

  it('goes on after the script cache was flushed', async () => {
    await append(1);
    await redis.script('FLUSH');
    expect(await append(2)).toBe('appended');
    await redis.script('FLUSH');
    expect(await seqs()).toEqual([1, 2]);
  });

  it('by many processes at once puts each event there once', async () => {
    const all = Array.from({ length: 40 }, (_, index) => index + 1);
    const turns = await Promise.all(all.flatMap((seq) => [append(seq), append(seq), append(seq)]));
    expect(turns.filter((outcome) => outcome === 'appended')).toHaveLength(40);
    expect(await published()).toHaveLength(40);
  });
});

describe('garbage at our keys', () => {
  const garbage: [what: string, put: () => Promise<unknown>][] = [
    ['a text as head', () => redis.set(keys.head, 'rubbish')],
    ['words in the head', () => redis.hset(keys.head, { epoch: 'one', top: 'two' })],
    ['infinity in the head', () => redis.hset(keys.head, { epoch: 1, top: 'inf' })],
    ['half a head', () => redis.hset(keys.head, { top: 5 })],
    ['a list as log', () => redis.rpush(keys.log, 'rubbish')],
    ['a later entry in the log', () => redis.xadd(keys.log, '99-1', 'x', 'y')],
    ['an entry of another shape', () => redis.xadd(keys.log, '0-7', 'x', 'y')],
  ];

  it.each(garbage)('is replaced by the next event: %s', async (_what, put) => {
    await put();
    expect(await append(3)).toBe('appended');
    expect(await append(4)).toBe('appended');
    expect(await log.head(room)).toEqual({ epoch: 1, top: 4 });
    expect(await seqs()).toEqual([3, 4]);
  });

  it.each(garbage)('is replaced by a refill: %s', async (_what, put) => {
    await put();
    await log.refill({ room, epoch: 1, last: 4, texts: ['event 3', 'event 4'] });
    expect(await log.head(room)).toEqual({ epoch: 1, top: 4 });
    expect(await seqs()).toEqual([3, 4]);
  });

  it('in a log is passed over, and a log that misses an entry says that it has nothing', async () => {
    await append(1);
    await append(2);
    await redis.xadd(keys.log, '2-5', 'e', 'smuggled');
    await append(3);
    expect(await seqs()).toEqual([1, 2, 3]);
    await redis.xdel(keys.log, '2-0');
    expect(await log.read({ room, after: 0 })).toEqual({ epoch: 1, top: 3, first: 4, entries: [] });
    expect(await log.read({ room, after: 1 })).toEqual({ epoch: 1, top: 3, first: 4, entries: [] });
    expect(await log.read({ room, after: 2 })).toMatchObject({ entries: [{ seq: 3 }] });
  });

  it('is no head to whoever asks for many', async () => {
    await append(1);
    await redis.set(eventLogKeys('group-1').head, 'rubbish');
    await redis.hset(eventLogKeys('group-2').head, { epoch: '-1', top: '2' });
    expect(await log.heads(['group-1', 'group-2', room, 'group-3'])).toEqual([
      null,
      null,
      { epoch: 1, top: 1 },
      null,
    ]);
  });
});

describe('a refill', () => {
  it('keeps what the log has before and behind it, and publishes nothing', async () => {
    await log.refill({ room, epoch: 1, last: 2, texts: ['event 1', 'event 2'] });
    await log.refill({ room, epoch: 1, last: 4, texts: ['event 3', 'event 4'] });
    await append(5);
    await log.refill({ room, epoch: 1, last: 4, texts: ['event 4'] });
    expect(await seqs()).toEqual([1, 2, 3, 4, 5]);
    expect(await published()).toEqual(['/records event 5']);
  });

  it('without texts moves the head on, and empties a log that does not reach it', async () => {
    await append(1);
    await log.refill({ room, epoch: 1, last: 9, texts: [] });
    expect(await log.read({ room, after: 1 })).toEqual({ epoch: 1, top: 9, first: 10, entries: [] });
  });

  it('replaces a text that Postgres has changed', async () => {
    await append(1);
    await append(2);
    await log.refill({ room, epoch: 1, last: 1, texts: ['erased'] });
    expect((await log.read({ room, after: 0 }))?.entries.map(({ text }) => text)).toEqual([
      'erased',
      'event 2',
    ]);
  });
});

describe('ensuring a head', () => {
  it('makes an unknown room known and changes no other', async () => {
    await log.ensure([{ room, epoch: 1, top: 0 }]);
    expect(await log.head(room)).toEqual({ epoch: 1, top: 0 });
    await append(1);
    await log.ensure([{ room, epoch: 1, top: 8 }]);
    expect(await seqs()).toEqual([1]);
    await log.ensure([{ room, epoch: 2, top: 8 }]);
    expect(await log.read({ room, after: 8 })).toEqual({ epoch: 2, top: 8, first: 9, entries: [] });
  });
});

describe('a Redis that is out of memory', () => {
  it('refuses what it has no room for, changes nothing, and takes it when there is room again', async () => {
    await append(1);
    const full = async (refused: Promise<unknown>) => {
      await expect(refused).rejects.toThrow('OOM');
    };
    await redis.config('SET', 'maxmemory', '1');
    await full(append(2));
    await full(append(2, { epoch: 2 }));
    await full(log.refill({ room, epoch: 1, last: 3, texts: ['event 3'] }));
    await full(log.ensure([{ room: 'group-1', epoch: 1, top: 1 }]));
    expect(await seqs()).toEqual([1]);
    await redis.config('SET', 'maxmemory', '0');
    expect(await append(2)).toBe('appended');
    expect(await published()).toHaveLength(2);
  });
});
