import { controlChannel } from '@convomatic/contracts/names';
import { createEventLog } from '@convomatic/kit/event-log/event-log';
import type { Logger } from '@convomatic/kit/logger';
import type { Metrics } from '@convomatic/kit/metrics';
import type { Redis } from '@convomatic/kit/redis';
import type { Knex } from 'knex';
import { createAppend } from './append.ts';
import { createAuditPass } from './audit-pass.ts';
import { createAuditor } from './auditor.ts';
import { createEpoch } from './epoch.ts';
import { createMarks } from './marks.ts';
import { createMend } from './mend.ts';
import { createMeters } from './meters.ts';
import { createPublisher } from './publisher.ts';
import { createSweep } from './sweep.ts';

type Needs = { knex: Knex; redis: Redis; logger: Logger; metrics?: Metrics | undefined };

/**
 * The way of committed events to Redis: at once by the process that committed them, by the sweep where that failed,
 * and by the auditor where Redis has forgotten them.
 */
export const createRealtime = ({ knex, redis, logger, metrics }: Needs) => {
  const meters = createMeters(metrics);
  const log = createEventLog(redis);
  const ring = async (message: object): Promise<void> => {
    await redis.publish(controlChannel, JSON.stringify(message)).catch((error: unknown) => {
      logger.debug({ err: error }, 'nodes could not be rung; they look by themselves');
    });
  };
  const epoch = createEpoch({ knex, logger, ring });
  const marks = createMarks({ knex, logger });
  const append = createAppend({ redis, log, meters });
  const mend = createMend({ knex, redis, log, append, meters });
  /** Nobody was told of what stands in a refilled log. */
  const mendAndRing = async (room: string): Promise<void> => {
    if ((await mend.mend(room)) === 'refilled') await ring({ refilled: true });
  };
  const pass = createAuditPass({ knex, log, mend, meters, logger });
  const publisher = createPublisher({ append, epoch, mend: mendAndRing, marks, meters, logger });

  return {
    /** Sends at once, in the order of numbers, and does not wait. */
    publish: publisher.publish,
    sweep: createSweep({ knex, append, epoch, mend: mendAndRing, meters, logger }),
    audit: createAuditor({ knex, redis, epoch, pass, ring, meters, logger }),
    currentEpoch: epoch.current,
    /** Tells Redis where rooms stand of which it knows nothing, so that who has all of a room need not fetch it. */
    ensureHeads: log.ensure,
    close: async (): Promise<void> => {
      await publisher.settle();
      await marks.close();
    },
  };
};

export type Realtime = ReturnType<typeof createRealtime>;
