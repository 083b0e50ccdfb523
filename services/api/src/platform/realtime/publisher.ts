import type { Event } from '@convomatic/contracts';
import type { Logger } from '@convomatic/kit/logger';
import { setTimeout as pause } from 'node:timers/promises';
import type { Append } from './append.ts';
import type { Epoch } from './epoch.ts';
import type { Marks } from './marks.ts';
import type { Meters } from './meters.ts';

type Needs = {
  append: Append;
  epoch: Epoch;
  /** Brings the log of a room to where Postgres is. */
  mend: (room: string) => Promise<void>;
  marks: Marks;
  meters: Meters;
  logger: Logger;
};

/** Another process that committed the missing number, or a room's first, publishes it within this time or was killed. */
const holeMs = 20;
/** More wait in Postgres, where they are safe. */
const mostWaiting = 1_000;
/** After a failure the sweep alone tries, so that nothing piles up behind a Redis that hangs. */
const restMs = 1_000;

/** In the order of numbers, which is not always the order in which the commits of one process return. */
const insert = (queue: Event[], event: Event): void => {
  const at = queue.findLastIndex(({ seq }) => seq < event.seq);
  queue.splice(at + 1, 0, event);
};

/** Publishes what waits in a room, lowest number first, and tells of each event that is out. */
const createDrain =
  ({ append, epoch, mend }: Needs) =>
  async (queue: Event[], onOut: (event: Event) => void): Promise<void> => {
    let waitedFor: Event | undefined;
    for (let [event] = queue; event; [event] = queue) {
      const outcome = await append(await epoch.current(), event, event !== waitedFor);
      if (outcome === 'hole' && event !== waitedFor) {
        waitedFor = event;
        await pause(holeMs);
      } else {
        if (outcome === 'hole') await mend(event.room);
        // Not always the first any more: a lower number may have come meanwhile.
        queue.splice(queue.indexOf(event), 1);
        onOut(event);
      }
    }
  };

/**
 * The fast path: publishes what this process has committed, at once, without making anybody wait, one event of a room
 * after the other. What it does not manage stays unpublished, and the worker's sweep does it.
 */
export const createPublisher = (needs: Needs) => {
  const { marks, meters, logger } = needs;
  const drain = createDrain(needs);
  const queues = new Map<string, Event[]>();
  const draining = new Set<Promise<void>>();
  let waiting = 0;
  let restsUntil = 0;

  const onOut = ({ id }: Event): void => {
    waiting -= 1;
    marks.add(id);
  };

  const begin = async (room: string, queue: Event[]): Promise<void> => {
    try {
      await drain(queue, onOut);
    } catch (error) {
      restsUntil = performance.now() + restMs;
      waiting -= queue.length;
      meters.appends.inc({ outcome: 'left' }, queue.length);
      logger.debug({ err: error, room, left: queue.length }, 'left to the sweep');
    }
    queues.delete(room);
  };

  const enqueue = (event: Event): void => {
    if (waiting >= mostWaiting || performance.now() < restsUntil) {
      meters.appends.inc({ outcome: 'left' });
      return;
    }
    waiting += 1;
    const queue = queues.get(event.room);
    if (queue) {
      insert(queue, event);
      return;
    }
    const first = [event];
    queues.set(event.room, first);
    const begun = begin(event.room, first).finally(() => draining.delete(begun));
    draining.add(begun);
  };

  return {
    publish: (events: readonly Event[]): void => {
      for (const event of events) enqueue(event);
    },

    /** Resolves when nothing waits. */
    settle: async (): Promise<void> => {
      await Promise.all(draining);
    },
  };
};
