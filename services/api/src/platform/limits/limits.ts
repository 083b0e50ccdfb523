import { withDeadline } from '@convomatic/kit/deadline';
import { AppError } from '@convomatic/kit/errors';
import type { Logger } from '@convomatic/kit/logger';
import { Counter } from '@convomatic/kit/metrics';
import type { Metrics } from '@convomatic/kit/metrics';
import type { Redis } from '@convomatic/kit/redis';
import { hashToken } from '@convomatic/kit/tokens';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { limitNames, limitTable, readRate, variableOf } from './limit-table.ts';
import type { LimitConfig, LimitName } from './limit-table.ts';
import { networkOf } from './network-of.ts';

type Needs = { config: LimitConfig; redis: Redis; metrics: Metrics; logger: Logger };

export type Limits = {
  /**
   * Counts one use of a limit by whoever `key` names; the key of a limit by address is `req.ip`.
   * Does nothing while Redis is away.
   * @throws {AppError} `rate_limited` with the time to wait.
   */
  take: (name: LimitName, key: string | number | undefined) => Promise<void>;
};

/** A Redis that does not answer must not hold who asks for longer than they notice. */
const patienceMs = 250;
/** How long nobody asks a Redis that failed. */
const pauseMs = 1_000;

/** E-mail addresses and ids of people stand in no key: what is in Redis can be read by whoever operates it. */
const keyOf = (name: LimitName, key: string | number | undefined): string => {
  const text = String(key ?? 'unknown');
  const { by } = limitTable[name];
  if (by === 'address') return hashToken(networkOf(text));
  return hashToken(by === 'email' ? text.trim().toLowerCase() : text);
};

const waitOf = (seconds: number): string => {
  if (seconds === 1) return 'in a second';
  return seconds < 120 ? `in ${String(seconds)} seconds` : `in ${String(Math.ceil(seconds / 60))} minutes`;
};

const refusal = (name: LimitName, { msBeforeNext }: RateLimiterRes): AppError => {
  const seconds = Math.max(1, Math.ceil(msBeforeNext / 1_000));
  const message = `${limitTable[name].tooMany}. Try again ${waitOf(seconds)}.`;
  return new AppError('rate_limited', message, { retryAfterSeconds: seconds });
};

const createLimiters = ({ config, redis }: Needs): Record<LimitName, RateLimiterRedis> =>
  Object.fromEntries(
    limitNames.map((name) => {
      const rate = readRate(config[variableOf(name)]);
      // Who is over the limit is refused from memory, so that a flood does not reach Redis.
      const options = { ...rate, inMemoryBlockOnConsumed: rate.points, rejectIfRedisNotReady: true };
      return [name, new RateLimiterRedis({ ...options, storeClient: redis, keyPrefix: `limit:${name}` })];
    }),
  ) as Record<LimitName, RateLimiterRedis>;

const createCounters = ({ registry }: Metrics) => ({
  refused: new Counter({
    name: 'chat_api_rate_limited_total',
    help: 'Requests that were refused because there were too many.',
    labelNames: ['limit'],
    registers: [registry],
  }),
  unlimited: new Counter({
    name: 'chat_api_rate_unlimited_total',
    help: 'Requests that were let through uncounted, because Redis was away.',
    labelNames: ['limit'],
    registers: [registry],
  }),
});

/** Whether Redis is worth asking, and one line in the log when that changes. */
const createOutage = (logger: Logger) => {
  let askAgainAt: number | undefined;
  return {
    isOn: (): boolean => askAgainAt !== undefined && performance.now() < askAgainAt,
    began: (error: unknown): void => {
      if (askAgainAt === undefined) logger.warn({ err: error }, 'rate limits are off: redis does not answer');
      askAgainAt = performance.now() + pauseMs;
    },
    ended: (): void => {
      if (askAgainAt !== undefined) logger.info('rate limits are on again');
      askAgainAt = undefined;
    },
  };
};

/** Counts in Redis how often something was done, for all processes of the api together. */
export const createLimits = (needs: Needs): Limits => {
  const limiters = createLimiters(needs);
  const counters = createCounters(needs.metrics);
  const outage = createOutage(needs.logger);

  /** The wait, where there were too many; undefined also while Redis is away: limits protect, and never close. */
  const consume = async (name: LimitName, key: string): Promise<RateLimiterRes | undefined> => {
    try {
      await withDeadline(limiters[name].consume(key), patienceMs, 'Redis');
      outage.ended();
      return undefined;
    } catch (error) {
      if (error instanceof RateLimiterRes) return error;
      outage.began(error);
      counters.unlimited.inc({ limit: name });
      return undefined;
    }
  };

  return {
    take: async (name, key) => {
      if (outage.isOn()) {
        counters.unlimited.inc({ limit: name });
        return;
      }
      const tooMany = await consume(name, keyOf(name, key));
      if (!tooMany) return;
      counters.refused.inc({ limit: name });
      throw refusal(name, tooMany);
    },
  };
};
