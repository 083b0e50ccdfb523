import { noticeRoom } from '@convomatic/contracts/names';
import type { EventLog, LogEntry, LogPage, ReadRequest } from '@convomatic/kit/event-log/event-log';
import { readNotice, readRecords } from './ingest.ts';

export type CheckedLog = Pick<EventLog, 'head' | 'heads' | 'read'>;

const isEventOf = (room: string, { seq, text }: LogEntry): boolean => {
  const payload = Buffer.from(text);
  const read = room === noticeRoom ? readNotice(payload, noticeRoom) : readRecords(payload);
  return typeof read !== 'string' && read.room === room && read.seq === seq;
};

const checked = (room: string, page: LogPage | null): LogPage | null =>
  !page || page.entries.every((entry) => isEventOf(room, entry))
    ? page
    : { ...page, first: page.top + 1, entries: [] };

/**
 * What stands in the log is looked at like what is published: one text that is no event would end every connection of
 * its room. A log that holds such a text has nothing to give.
 */
export const createCheckedLog = (log: CheckedLog): CheckedLog => ({
  head: log.head,
  heads: log.heads,
  read: async (request: ReadRequest) => checked(request.room, await log.read(request)),
});
