import type { Database } from '@convomatic/kit/database';
import type { Logger } from '@convomatic/kit/logger';
import { Logger as QueueLogger, run } from 'graphile-worker';
import type { Runner, TaskList } from 'graphile-worker';
import { setTimeout as pause } from 'node:timers/promises';
import type { Stop } from '../loops/index.ts';

type Needs = { pool: Database['pool']; tasks: TaskList; logger: Logger };

const levels = { error: 'error', warning: 'warn', info: 'debug', debug: 'trace' } as const;
const concurrency = 4;
const startAgainMs = 1_000;

const logTo = (logger: Logger): QueueLogger =>
  new QueueLogger(() => (level, message) => {
    logger[levels[level]]({ part: 'queue' }, message);
  });

/** Runs queued jobs; a queue that ended because the database was away is started again. */
export const startQueue = ({ pool, tasks, logger }: Needs): Stop => {
  const stopping = new AbortController();
  const options = {
    pgPool: pool,
    taskList: tasks,
    noHandleSignals: true,
    concurrency,
    logger: logTo(logger),
  };

  const runOnce = async (): Promise<void> => {
    const runner: Runner = await run(options);
    const stop = (): void => {
      runner.stop().catch((error: unknown) => {
        logger.warn({ err: error }, 'the queue did not stop in order');
      });
    };
    stopping.signal.addEventListener('abort', stop, { once: true });
    if (stopping.signal.aborted) stop();
    await runner.promise;
    stopping.signal.removeEventListener('abort', stop);
  };

  const live = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await runOnce().catch((error: unknown) => {
        logger.warn({ err: error }, 'the queue ended, starting it again');
      });
      await pause(startAgainMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };

  const life = live();
  return async () => {
    stopping.abort();
    await life;
  };
};
