import type { Database } from '@convomatic/kit/database';
import type { Logger } from '@convomatic/kit/logger';
import type { Metrics } from '@convomatic/kit/metrics';
import type { Redis } from '@convomatic/kit/redis';
import { createWatchAbsences } from './absences/watch-absences.ts';
import { askWhenDue, missAttention } from './attention-checks/index.ts';
import { createClean } from './cleaning/index.ts';
import { createCountChanged } from './counts/index.ts';
import { createResumeComplete, endPauses, settleDropOuts } from './drop-outs/index.ts';
import { createDueRows } from './due-rows/index.ts';
import { createErasureJobs, createEraseExpired } from './erasures/index.ts';
import { createMailJobs, mailVariables } from './mails/index.ts';
import type { MailConfig } from './mails/index.ts';
import { createMatching, settleReady } from './matching/index.ts';
import { endSessions } from './outcomes/index.ts';
import {
  createRealtime,
  createRetention,
  createUnitOfWork,
  retentionVariables,
} from './platform/realtime/index.ts';
import type { RetentionConfig } from './platform/realtime/index.ts';
import { deliverPrompts } from './prompt-deliveries/index.ts';
import { closeRuns } from './runs/index.ts';

export type { ClaimedRow, DueKind, DueRow, DueRows } from './due-rows/index.ts';
export { dueKinds } from './due-rows/index.ts';

/** Variables of the worker's environment that its work needs. */
export const jobVariables = { ...mailVariables, ...retentionVariables };

export type JobNeeds = {
  database: Database;
  redis: Redis;
  logger: Logger;
  metrics?: Metrics;
  config: MailConfig & RetentionConfig;
};

/** The worker's one door to the work of the api: queued tasks by name, and operations that loops and timers call. */
export const createJobs = ({ database: { knex }, redis, logger, metrics, config }: JobNeeds) => {
  const realtime = createRealtime({ knex, redis, logger, metrics });
  const unitOfWork = createUnitOfWork({ knex, publish: realtime.publish });
  const matching = createMatching({ knex, unitOfWork, redis, logger });

  return {
    /** Queued jobs, by the names that contracts gives them. Each may run twice. */
    tasks: { ...createMailJobs({ config, knex, logger }), ...createErasureJobs({ redis }) },

    dueRows: createDueRows({
      knex,
      unitOfWork,
      logger,
      whenDue: {
        prompt: deliverPrompts,
        session_end: endSessions,
        waiting_limit: matching.settleLimits,
        ready_limit: settleReady,
        drop_out: settleDropOuts,
        pause_end: endPauses,
        attention: askWhenDue,
        attention_limit: missAttention,
        run_close: closeRuns,
      },
    }),

    /** Writes down who of those who talk has gone or is back; rejects while Redis is away. */
    watchAbsences: createWatchAbsences({ knex, unitOfWork, redis }),

    /** Lets sessions that waited for somebody go on; answers how many. */
    resumeComplete: createResumeComplete({ knex, unitOfWork }),

    /** Forms the groups that can be formed now; answers how many people were matched. */
    match: matching.match,

    /** Publishes what another process committed and did not publish; answers how many events went out. */
    sweep: realtime.sweep,

    /** Mends what Redis has forgotten of rooms; answers of how many. */
    audit: realtime.audit,

    /** Removes events that are older than the setting says; answers how many. */
    retain: createRetention({ knex, days: config.EVENTS_RETENTION_DAYS }),

    /** Tells the teams of changed counts; answers of how many projects. */
    countChanged: createCountChanged({ unitOfWork }),

    /** Removes old links, logins and mails, and people whose project keeps data no longer; answers how many. */
    clean: createClean({ knex, alsoRemove: [createEraseExpired({ unitOfWork })] }),

    close: realtime.close,
  };
};

export type Jobs = ReturnType<typeof createJobs>;
