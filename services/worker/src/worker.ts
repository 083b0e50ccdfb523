import type { Jobs } from '@convomatic/api/jobs';
import type { Database } from '@convomatic/kit/database';
import type { Logger } from '@convomatic/kit/logger';
import type { Metrics } from '@convomatic/kit/metrics';
import type { Redis } from '@convomatic/kit/redis';
import { startLoop } from './loops/index.ts';
import { createMeasures } from './measures.ts';
import { startQueue } from './queue/queue.ts';
import { startScheduler } from './scheduler/scheduler.ts';

type Needs = { jobs: Jobs; pool: Database['pool']; redis: Redis; logger: Logger; metrics: Metrics };

const hourMs = 3_600_000;

/** Timed and retried work. Any number of these may run beside each other. */
export const createWorker = ({ jobs, pool, redis, logger, metrics }: Needs) => {
  const measures = createMeasures(metrics);
  const loop = (name: string, everyMs: number, run: () => Promise<unknown>) =>
    startLoop({ name, everyMs, run, logger });

  const scheduler = startScheduler({
    dueRows: jobs.dueRows,
    logger,
    onDone: ({ kind, lateMs }) => {
      measures.dueDone.inc({ kind });
      if (kind === 'prompt') measures.promptLateness.observe(lateMs / 1_000);
    },
  });

  const loops = [
    loop('audit', 5_000, async () => {
      // There is nothing to compare with while Redis is away, or not there yet; when it is, all are woken.
      if (redis.status === 'ready') await jobs.audit();
    }),
    loop('matching', 200, async () => {
      const matched = await jobs.match();
      measures.matched.inc(matched);
      // The first prompt of a talk is due when it starts.
      if (matched > 0) await scheduler.look();
    }),
    loop('sweep', 250, async () => {
      measures.swept.inc(await jobs.sweep());
    }),
    loop('absences', 1_000, jobs.watchAbsences),
    loop('resuming', 1_000, jobs.resumeComplete),
    loop('counts', 1_000, jobs.countChanged),
    loop('cleaning', hourMs, jobs.clean),
    loop('retention', hourMs, jobs.retain),
  ];
  // A Redis that comes back may have come back empty, and much may wait for it.
  const wakeAll = (): void => {
    for (const { wake } of loops) wake();
  };
  redis.on('ready', wakeAll);
  const stopQueue = startQueue({ pool, tasks: jobs.tasks, logger });

  return {
    /** Takes nothing new and resolves when what runs is done. */
    close: async (): Promise<void> => {
      redis.off('ready', wakeAll);
      const stops = [...loops.map(({ stop }) => stop), scheduler.stop, stopQueue];
      await Promise.all(stops.map((stop) => stop()));
    },
  };
};
