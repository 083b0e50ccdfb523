import type { Jobs } from '@convomatic/api/jobs';
import type { Database } from '@convomatic/kit/database';
import type { Logger } from '@convomatic/kit/logger';
import type { Metrics } from '@convomatic/kit/metrics';
import { startLoop } from './loops/index.ts';
import { createMeasures } from './measures.ts';
import { startQueue } from './queue/queue.ts';
import { startScheduler } from './scheduler/scheduler.ts';

type Needs = { jobs: Jobs; pool: Database['pool']; logger: Logger; metrics: Metrics };

/** Timed and retried work. Any number of these may run beside each other. */
export const createWorker = ({ jobs, pool, logger, metrics }: Needs) => {
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

  const stops = [
    loop('matching', 200, async () => {
      const matched = await jobs.match();
      measures.matched.inc(matched);
      // The first prompt of a talk is due when it starts.
      if (matched > 0) await scheduler.look();
    }),
    loop('sweep', 250, async () => {
      measures.swept.inc(await jobs.sweep());
    }),
    loop('counts', 1_000, jobs.countChanged),
    scheduler.stop,
    startQueue({ pool, tasks: jobs.tasks, logger }),
  ];

  return {
    /** Takes nothing new and resolves when what runs is done. */
    close: async (): Promise<void> => {
      await Promise.all(stops.map((stop) => stop()));
    },
  };
};
