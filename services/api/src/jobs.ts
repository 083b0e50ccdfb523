import type { Database } from '@convomatic/kit/database';
import type { Logger } from '@convomatic/kit/logger';
import type { Redis } from '@convomatic/kit/redis';
import { createCountChanged } from './counts/index.ts';
import { createDueRows } from './due-rows/index.ts';
import { createMailJobs, mailVariables } from './mails/index.ts';
import type { MailConfig } from './mails/index.ts';
import { createMatching } from './matching/index.ts';
import { endSessions } from './outcomes/index.ts';
import { createPublisher, createUnitOfWork } from './platform/realtime/index.ts';
import { deliverPrompts } from './prompt-deliveries/index.ts';

export type { ClaimedRow, DueKind, DueRow, DueRows } from './due-rows/index.ts';
export { dueKinds } from './due-rows/index.ts';

/** Variables of the worker's environment that its work needs. */
export const jobVariables = { ...mailVariables };

export type JobNeeds = { database: Database; redis: Redis; logger: Logger; config: MailConfig };

/** The worker's one door to the work of the api: queued tasks by name, and operations that loops and timers call. */
export const createJobs = ({ database: { knex }, redis, logger, config }: JobNeeds) => {
  const publisher = createPublisher({ knex, redis, logger });
  const unitOfWork = createUnitOfWork({ knex, publish: publisher.publish });
  const matching = createMatching({ knex, unitOfWork, redis, logger });

  return {
    /** Queued jobs, by the names that contracts gives them. Each may run twice. */
    tasks: { ...createMailJobs({ config, logger }) },

    dueRows: createDueRows({
      knex,
      unitOfWork,
      logger,
      whenDue: { prompt: deliverPrompts, session_end: endSessions, waiting_limit: matching.settleLimits },
    }),

    /** Forms the groups that can be formed now; answers how many people were matched. */
    match: matching.match,

    /** Publishes what another process committed and did not publish; answers how many events went out. */
    sweep: publisher.sweep,

    /** Tells the teams of changed counts; answers of how many projects. */
    countChanged: createCountChanged({ unitOfWork }),

    close: publisher.close,
  };
};

export type Jobs = ReturnType<typeof createJobs>;
