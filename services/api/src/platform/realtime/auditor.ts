import { headSeconds } from '@convomatic/contracts/names';
import type { Logger } from '@convomatic/kit/logger';
import type { Redis } from '@convomatic/kit/redis';
import type { Knex } from 'knex';
import { readTime } from '../time.ts';
import { readAuditMark, writeAuditMark } from './audit-mark.ts';
import type { AuditMark } from './audit-mark.ts';
import type { createAuditPass, Scope } from './audit-pass.ts';
import type { Epoch } from './epoch.ts';
import type { Meters } from './meters.ts';
import { readRedisServer } from './redis-server.ts';
import type { RedisServer } from './redis-server.ts';

type Needs = {
  knex: Knex;
  redis: Redis;
  epoch: Epoch;
  pass: ReturnType<typeof createAuditPass>;
  ring: (message: object) => Promise<void>;
  meters: Meters;
  logger: Logger;
};

/** Before the last pass, too: a room has the time of its number, which a long transaction shows only later. */
const againSeconds = 15 * 60;

const secondsBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 1_000;

const scopeOf = (last: AuditMark | undefined, now: AuditMark): Scope =>
  last?.run_id === now.run_id && last.epoch === now.epoch
    ? {
        isFirst: false,
        epoch: now.epoch,
        sinceSeconds: Math.max(0, secondsBetween(last.passed_at, now.passed_at)) + againSeconds,
      }
    : { isFirst: true, epoch: now.epoch, sinceSeconds: headSeconds };

/**
 * Compares what Postgres has with what Redis has, and mends the difference: rooms that changed lately, and after a
 * Redis that was emptied, replaced, or is of another epoch, all that could still be asked for.
 */
export const createAuditor = ({ knex, redis, epoch, pass, ring, meters, logger }: Needs) => {
  let policy = 'noeviction';

  /** A Redis that evicts forgets rights and rooms in silence. */
  const checkPolicy = ({ maxmemory_policy }: RedisServer): void => {
    meters.mayEvict.set(maxmemory_policy === 'noeviction' ? 0 : 1);
    if (maxmemory_policy !== 'noeviction' && maxmemory_policy !== policy) {
      logger.error({ maxmemory_policy }, 'Redis may evict keys: set its maxmemory-policy to noeviction');
    }
    policy = maxmemory_policy;
  };

  /** One pass; answers how many rooms were mended. Rejects when Redis or Postgres is away. */
  return async (): Promise<number> => {
    const server = await readRedisServer(redis);
    checkPolicy(server);
    const now = { run_id: server.run_id, epoch: await epoch.compare(), passed_at: await readTime(knex) };
    const scope = scopeOf(await readAuditMark(redis), now);
    const mended = await pass(scope);
    if (mended > 0) {
      logger.info({ mended, isFirst: scope.isFirst }, 'logs of rooms were filled');
      await ring({ refilled: true });
    }
    await writeAuditMark(redis, now);
    return mended;
  };
};
