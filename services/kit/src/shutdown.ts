import { withDeadline } from './deadline.ts';
import type { Logger } from './logger.ts';

interface ShutdownOptions {
  logger: Logger;
  /** After it the process exits with 1, whatever is still open. */
  deadlineMs?: number;
}

export interface Shutdown {
  /** Adds a step. The last added runs first, so add each thing where it is opened. */
  add(name: string, close: () => unknown): void;
  /** Starts the shutdown, as a signal would. */
  run: (reason: string) => void;
}

interface Step {
  name: string;
  close: () => unknown;
}

async function closeAll(steps: Step[], logger: Logger): Promise<boolean> {
  let isClean = true;
  for (const { name, close } of steps.toReversed()) {
    try {
      await close();
      logger.debug({ step: name }, 'closed');
    } catch (error) {
      isClean = false;
      logger.error({ err: error, step: name }, 'could not be closed');
    }
  }
  return isClean;
}

/**
 * Ends the process in order on SIGTERM, SIGINT, or when the parent that holds its IPC channel died: once, within the
 * deadline, with exit code 0 when everything closed. An error that nobody caught is logged and ends it with 1.
 */
export function createShutdown({ logger, deadlineMs = 25_000 }: ShutdownOptions): Shutdown {
  const steps: Step[] = [];
  let isRunning = false;

  const run = (reason: string): void => {
    if (isRunning) return;
    isRunning = true;
    logger.info({ reason }, 'shutting down');
    withDeadline(closeAll(steps, logger), deadlineMs, 'The shutdown').then(
      (isClean) => process.exit(isClean ? 0 : 1),
      (error: unknown) => {
        logger.error({ err: error }, 'shutdown was cut');
        process.exit(1);
      },
    );
  };

  for (const signal of ['SIGTERM', 'SIGINT', 'disconnect'])
    process.on(signal, () => {
      run(signal);
    });
  const crash = (error: unknown): void => {
    logger.fatal({ err: error }, 'an error was not caught');
    process.exit(1);
  };
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);

  return { add: (name, close) => steps.push({ name, close }), run };
}
