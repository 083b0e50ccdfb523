import { eventLogKeys, logLength } from '@convomatic/contracts/names';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createLogger } from '../logger.ts';
import { createRedis } from '../redis.ts';
import type { RedisConnection } from '../redis.ts';
import { testRedis } from '../testing/redis.ts';
import type { TestRedis } from '../testing/redis.ts';
import { until } from '../testing/until.ts';
import { createEventLog } from './event-log.ts';
import type { EventLog, LogPage } from './event-log.ts';
import { appendTo, emptyLog, ensureIn, readFrom, refillOf, trimTo } from './event-log.model.ts';
import type { ModelLog } from './event-log.model.ts';

let server: TestRedis;
let connection: RedisConnection;
let log: EventLog;
beforeAll(async () => {
  server = await testRedis();
  connection = createRedis({
    url: server.url,
    name: 'test',
    logger: createLogger({ service: 'test', level: 'silent' }),
  });
  await until(() => connection.redis.status === 'ready');
  log = createEventLog(connection.redis);
});
afterAll(async () => {
  await connection.close();
  await server.close();
});

type Step =
  | { do: 'append'; epoch: number; seq: number }
  | { do: 'refill'; epoch: number; last: number; count: number }
  | { do: 'ensure'; epoch: number; top: number }
  | { do: 'flush' }
  | { do: 'expire' }
  | { do: 'trim'; count: number }
  | { do: 'scripts lost' };

const epoch = fc.integer({ min: 1, max: 3 });
const seq = fc.integer({ min: 1, max: 12 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('append' as const), epoch, seq }) },
  {
    weight: 3,
    arbitrary: fc
      .record({ do: fc.constant('refill' as const), epoch, last: seq, count: fc.nat(6) })
      .map((refill) => ({ ...refill, count: Math.min(refill.count, refill.last) })),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('ensure' as const), epoch, top: fc.nat(12) }) },
  { weight: 1, arbitrary: fc.constant({ do: 'flush' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'expire' as const }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('trim' as const), count: fc.nat(4) }) },
  { weight: 1, arbitrary: fc.constant({ do: 'scripts lost' as const }) },
);

const room = 'group-1';

/** One event has one text in an epoch, whoever writes it. */
const textOf = (epochOfText: number, number: number): string =>
  `${String(epochOfText)}:${String(number)}`.padEnd(10 + number);

const textsOf = ({ epoch: of, last, count }: { epoch: number; last: number; count: number }): string[] =>
  Array.from({ length: count }, (_, index) => textOf(of, last - count + 1 + index));

/** The same step in Redis and in the model; answers the model's log afterwards. */
const take = async (model: ModelLog, one: Step): Promise<ModelLog> => {
  switch (one.do) {
    case 'append': {
      const entry = { epoch: one.epoch, seq: one.seq, text: textOf(one.epoch, one.seq) };
      const expected = appendTo(model, entry);
      expect(await log.append({ room, channel: '/records', ...entry })).toBe(expected.outcome);
      return expected.log;
    }
    case 'refill': {
      const tail = { epoch: one.epoch, last: one.last, texts: textsOf(one) };
      await log.refill({ room, ...tail });
      return refillOf(model, tail);
    }
    case 'ensure':
      await log.ensure([{ room, epoch: one.epoch, top: one.top }]);
      return ensureIn(model, one);
    case 'flush':
      await connection.redis.flushall();
      return emptyLog;
    case 'expire':
      await connection.redis.del(eventLogKeys(room).log);
      return trimTo(model, 0);
    case 'trim':
      await connection.redis.xtrim(eventLogKeys(room).log, 'MAXLEN', one.count);
      return trimTo(model, one.count);
    case 'scripts lost':
      await connection.redis.script('FLUSH');
      return model;
  }
};

/** What is read by pages of two entries, or of twenty bytes. */
const readAll = async (after: number): Promise<LogPage | null> => {
  const whole = await log.read({ room, after, limit: 2 });
  while (whole) {
    const from = Math.max(after, whole.first - 1, whole.entries.at(-1)?.seq ?? 0);
    const next = await log.read({ room, after: from, bytes: 20 });
    if (!next || next.entries.length === 0) break;
    whole.entries.push(...next.entries);
  }
  return whole;
};

describe('the log of a room in Redis', () => {
  it('does what the model does, whatever is appended, refilled, trimmed, flushed or of another epoch', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), fc.nat(12), async (steps, after) => {
        await connection.redis.flushall();
        let model = emptyLog;
        for (const one of steps) {
          const before = model.head;
          model = await take(model, one);
          expect(await log.head(room)).toEqual(model.head);
          if (before && model.head?.epoch === before.epoch && one.do !== 'flush') {
            expect(model.head.top).toBeGreaterThanOrEqual(before.top);
          }
        }
        expect(await log.read({ room, after })).toEqual(readFrom(model, { after }));
        expect(await readAll(after)).toEqual(readFrom(model, { after }));
      }),
      { numRuns: 150 },
    );
  });

  it('keeps the newest 256, appended or refilled', async () => {
    await connection.redis.flushall();
    let model = emptyLog;
    for (let number = 1; number <= 300; number += 1) {
      model = await take(model, { do: 'append', epoch: 1, seq: number });
    }
    const page = await log.read({ room, after: 0 });
    expect(page).toEqual(readFrom(model, { after: 0 }));
    expect([page?.first, page?.entries.length]).toEqual([300 - logLength + 1, logLength]);
    model = await take(model, { do: 'refill', epoch: 1, last: 400, count: 300 });
    expect(await log.read({ room, after: 0 })).toEqual(readFrom(model, { after: 0 }));
  });
});
