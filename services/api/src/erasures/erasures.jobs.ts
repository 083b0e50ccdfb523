import { jobPayloads } from '@convomatic/contracts';
import { createEventLog } from '@convomatic/kit/event-log/event-log';
import type { Redis } from '@convomatic/kit/redis';

/** Task list of the erasures, for the worker. A job that finds Redis away is tried again by its queue. */
export const createErasureJobs = ({ redis }: { redis: Redis }) => {
  const log = createEventLog(redis);
  return {
    /** The auditor fills the logs again, with what is left. */
    'rooms.forget': async (payload: unknown): Promise<void> => {
      const { rooms } = jobPayloads['rooms.forget'].parse(payload);
      for (const room of rooms) await log.clear(room);
    },
  };
};
