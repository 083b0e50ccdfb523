import type { Event } from '@convomatic/contracts';
import type { Knex } from 'knex';
import type { EventDraft } from './event-draft.ts';
import { appendEvents } from './events.repository.ts';
import { lockRooms } from './rooms.ts';

/** The number that the next draft of this room gets, for rows that keep the number of their event. */
export type NextSeq = (room: string) => number;

/** Reads, after the rooms are locked, what the events will say. A record that was read before may be stale. */
export type ReadDrafts = (trx: Knex, nextSeq: NextSeq) => Promise<EventDraft[]> | EventDraft[];

export type Work = {
  trx: Knex.Transaction;
  /** Announces events in these rooms; `read` runs once all changes are made and all rooms are locked. */
  record: (rooms: string[], read: ReadDrafts) => void;
  /** After this unit nothing lands in the room any more. */
  closeRoom: (room: string) => void;
};

export type UnitOfWork = <T>(change: (work: Work) => Promise<T>) => Promise<T>;

type Needs = { knex: Knex; publish: (events: Event[]) => void };

type Announcement = { rooms: string[]; read: ReadDrafts };

const recordAll = async (trx: Knex, announced: Announcement[], closing: string[]): Promise<Event[]> => {
  const names = [...announced.flatMap((one) => one.rooms), ...closing];
  if (names.length === 0) return [];
  const rooms = await lockRooms(trx, names);
  const drafts: EventDraft[] = [];
  const nextSeq: NextSeq = (name) =>
    (rooms.get(name)?.seq ?? 0) + drafts.filter((draft) => draft.room === name).length + 1;
  for (const { read } of announced) drafts.push(...(await read(trx, nextSeq)));
  const events = await appendEvents(trx, drafts, rooms);
  if (closing.length > 0) await trx('rooms').whereIn('name', closing).update({ open: false });
  return events;
};

/**
 * State first, then events: changes rows and numbers the events that tell of it in one transaction, and publishes
 * after the commit. Locks are taken in this order: the rows of the change, then the rooms by name.
 */
export const createUnitOfWork =
  ({ knex, publish }: Needs): UnitOfWork =>
  async (change) => {
    const announced: Announcement[] = [];
    const closing: string[] = [];
    const { result, events } = await knex.transaction(async (trx) => {
      const changed = await change({
        trx,
        record: (rooms, read) => announced.push({ rooms, read }),
        closeRoom: (room) => closing.push(room),
      });
      return { result: changed, events: await recordAll(trx, announced, closing) };
    });
    publish(events);
    return result;
  };
