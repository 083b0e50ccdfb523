import type { Event } from '@convomatic/contracts';
import { noticeRoom, recordsChannel, systemNoticeChannel } from '@convomatic/contracts/names';
import type { Logger } from '@convomatic/kit/logger';
import type { Redis } from '@convomatic/kit/redis';
import type { Knex } from 'knex';
import { listUnpublished, markPublished } from './events.repository.ts';

type Needs = { knex: Knex; redis: Redis; logger: Logger };

const markEveryMs = 50;
const sweepOlderThanMs = 100;
const sweepSize = 1_000;

/** A notice has its own channel, because every connection gets it, also one without a name. */
const publication = (event: Event): [channel: string, payload: string] => {
  const notice = event.room === noticeRoom ? event.records.notices?.[0] : undefined;
  if (!notice) return [recordsChannel, JSON.stringify(event)];
  return [systemNoticeChannel, JSON.stringify({ ...notice, seq: event.seq, id: event.id, at: event.at })];
};

/**
 * Publishes committed events. Best effort: what could not be published stays marked as unpublished, and the worker's
 * sweep sends it. Both at once is safe, because clients ignore a number that they have.
 */
export const createPublisher = ({ knex, redis, logger }: Needs) => {
  let sent: number[] = [];
  let timer: NodeJS.Timeout | undefined;
  let marking: Promise<void> = Promise.resolve();

  const mark = async (): Promise<void> => {
    const ids = sent;
    sent = [];
    if (ids.length === 0) return;
    // Not marked is harmless: the sweep publishes these once more.
    await markPublished(knex, ids).catch((error: unknown) => {
      logger.warn({ err: error, count: ids.length }, 'published events could not be marked');
    });
  };

  const markSoon = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      marking = marking.then(mark);
    }, markEveryMs);
  };

  const send = async (event: Event): Promise<boolean> => {
    try {
      await redis.publish(...publication(event));
      sent.push(event.id);
      markSoon();
      return true;
    } catch (error) {
      logger.debug({ err: error, room: event.room, seq: event.seq }, 'left to the sweep');
      return false;
    }
  };

  return {
    /** Sends at once, in order, and does not wait. */
    publish: (events: Event[]): void => {
      for (const event of events) void send(event);
    },

    /** Sends what other processes committed and did not publish; answers how many went out. */
    sweep: async (): Promise<number> => {
      const events = await listUnpublished(knex, sweepOlderThanMs, sweepSize);
      const results = await Promise.all(events.map(send));
      await mark();
      return results.filter(Boolean).length;
    },

    close: async (): Promise<void> => {
      clearTimeout(timer);
      await marking;
      await mark();
    },
  };
};
