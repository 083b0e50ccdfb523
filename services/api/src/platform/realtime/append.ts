import type { Event } from '@convomatic/contracts';
import type { Appended, EventLog } from '@convomatic/kit/event-log/event-log';
import type { Redis } from '@convomatic/kit/redis';
import type { Meters } from './meters.ts';
import { endTokens, isLessening } from './open-tokens.ts';
import { publicationOf } from './publication.ts';

type Needs = { redis: Redis; log: EventLog; meters: Meters };

/** The one way of an event into the log of its room, and out to the channel servers. */
export const createAppend =
  ({ redis, log, meters }: Needs) =>
  async (epoch: number, event: Event, isPatient = false): Promise<Appended> => {
    // First: an event that is in the log is not looked at again.
    if (isLessening(event)) await endTokens(redis, event);
    const outcome = await log.append({ ...publicationOf(event), epoch, isPatient });
    meters.appends.inc({ outcome });
    return outcome;
  };

export type Append = ReturnType<typeof createAppend>;
