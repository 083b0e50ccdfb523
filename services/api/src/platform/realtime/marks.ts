import type { Logger } from '@convomatic/kit/logger';
import type { Knex } from 'knex';
import { markPublished } from './events.repository.ts';

const gatherMs = 50;

/** Notes which events were published, many in one statement. */
export const createMarks = ({ knex, logger }: { knex: Knex; logger: Logger }) => {
  let ids: number[] = [];
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  const write = async (): Promise<void> => {
    const written = ids;
    ids = [];
    // Not marked is harmless: the sweep finds that the log has these, and marks them.
    await markPublished(knex, written).catch((error: unknown) => {
      logger.warn({ err: error, count: written.length }, 'published events could not be marked');
    });
  };

  return {
    add: (id: number): void => {
      ids.push(id);
      timer ??= setTimeout(() => {
        timer = undefined;
        writing = writing.then(write);
      }, gatherMs);
    },
    /** Resolves when all is written. */
    close: async (): Promise<void> => {
      clearTimeout(timer);
      await writing;
      await write();
    },
  };
};

export type Marks = ReturnType<typeof createMarks>;
