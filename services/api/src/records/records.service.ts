import type { Event } from '@convomatic/contracts';
import { formatPosition } from '@convomatic/contracts/names';
import type { Position } from '@convomatic/contracts/names';
import { AppError } from '@convomatic/kit/errors';
import type { Knex } from 'knex';
import type { Caller } from '../platform/caller.ts';
import { readSnapshot } from '../platform/realtime/index.ts';
import { auditTranscript } from '../sessions/index.ts';
import { listEvents, readRoomSpan } from './records.repository.ts';
import type { RoomSpan } from './records.repository.ts';
import { requireRoom } from './require-room.ts';

type Asked = { room: string; after?: Position | undefined; limit: number };
type Page = { events: Event[]; position: string; more: boolean };

const gone = (epoch: number, seq: number): AppError => {
  const oldest = formatPosition({ epoch, seq });
  const message = `The oldest event that is left is ${oldest}. Fetch the state and go on from its numbers.`;
  return new AppError('gone', message, { fields: { oldest } });
};

/** All events behind this number are left. */
const startOf = (after: Position | undefined, { epoch, oldest }: RoomSpan): number => {
  if (!after) return oldest - 1;
  if (after.epoch === epoch && after.seq >= oldest - 1) return after.seq;
  throw gone(epoch, oldest);
};

/** Retention that was interrupted may have taken one and left one before it. */
const requireUnbroken = (events: Event[], start: number, epoch: number): void => {
  const behind = events.find(({ seq }, index) => seq !== start + 1 + index);
  if (behind) throw gone(epoch, behind.seq);
};

export const createRecords = ({ knex }: { knex: Knex }) => ({
  /** Committed events of a room, for who may hear it now. */
  page: async (caller: Caller, { room, after, limit }: Asked): Promise<Page> => {
    const { access, ...page } = await readSnapshot(knex, async (trx) => {
      const access = await requireRoom(trx, caller, room);
      const span = await readRoomSpan(trx, room);
      const start = startOf(after, span);
      const events = await listEvents(trx, { room, after: start, limit });
      requireUnbroken(events, start, span.epoch);
      const seq = events.at(-1)?.seq ?? start;
      const position = formatPosition({ epoch: span.epoch, seq });
      return { access, events, position, more: seq < span.last };
    });
    if (access) await auditTranscript(knex, caller, access);
    return page;
  },
});

export type Records = ReturnType<typeof createRecords>;
