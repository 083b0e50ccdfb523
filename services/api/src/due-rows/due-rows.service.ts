import type { Logger } from '@convomatic/kit/logger';
import { isOutage } from '@convomatic/kit/outages';
import type { Knex } from 'knex';
import type { UnitOfWork, Work } from '../platform/realtime/index.ts';
import { claimDueRows, listDueSoon, markDone, putOff } from './due-rows.repository.ts';
import type { ClaimedRow, DueKind, DueRow } from './due-rows.repository.ts';

/**
 * What happens when a kind is due, by the ids of its subjects. Answers those that have to wait for a later try. A
 * subject that needs nothing any more is passed over.
 */
type WhenDue = (work: Work, subjectIds: number[]) => Promise<number[]>;

type Needs = {
  knex: Knex;
  unitOfWork: UnitOfWork;
  logger: Logger;
  /** A kind that is not here is left alone. */
  whenDue: Partial<Record<DueKind, WhenDue>>;
};

const readAtMost = 1_000;

/** What waits for something, such as the end of a pause, looks again about so often. */
const waitMs = 2_000;
/** What fails by itself is tried for ever, and ever less often. */
const failureMs = 60_000;

/**
 * Things with a time. A row is touched by the worker that claims it, and by whoever moves the times of a session, who
 * locks it before the session as the claimer does. What has lost its cause is found so when it is due.
 */
export const createDueRows = ({ knex, unitOfWork, logger, whenDue }: Needs) => {
  const kinds = Object.keys(whenDue) as DueKind[];

  const claimTogether = (kind: DueKind, ids: number[]): Promise<ClaimedRow[]> =>
    unitOfWork(async (work) => {
      const handle = whenDue[kind];
      const claimed = handle ? await claimDueRows(work.trx, { kind, ids }) : [];
      if (!handle || claimed.length === 0) return [];
      const subjectIds = claimed.map((row) => row.subject_id);
      // Done before it is handled, so that it may be armed anew while it is.
      await markDone(
        work.trx,
        claimed.map((row) => row.id),
      );
      const later = new Set(await handle(work, subjectIds));
      const waiting = claimed.filter((row) => later.has(row.subject_id));
      await putOff(
        work.trx,
        waiting.map((row) => row.id),
        waitMs,
      );
      return claimed.filter((row) => !later.has(row.subject_id));
    });

  const claimAlone = async (kind: DueKind, id: number): Promise<ClaimedRow[]> => {
    try {
      return await claimTogether(kind, [id]);
    } catch (error) {
      logger.error({ err: error, kind, due_row: id }, 'what is due failed');
      await putOff(knex, [id], isOutage(error) ? waitMs : failureMs);
      return [];
    }
  };

  return {
    listSoon: (withinMs: number): Promise<DueRow[]> =>
      listDueSoon(knex, { kinds, withinMs, limit: readAtMost }),

    /** Does what is due of these, together; where that fails one by one, so that no row holds up the others. */
    claim: async (kind: DueKind, ids: number[]): Promise<ClaimedRow[]> => {
      try {
        if (ids.length > 1) return await claimTogether(kind, ids);
      } catch (error) {
        logger.warn({ err: error, kind, count: ids.length }, 'what is due failed together, going one by one');
      }
      const done: ClaimedRow[] = [];
      for (const id of ids) done.push(...(await claimAlone(kind, id)));
      return done;
    },
  };
};

export type DueRows = ReturnType<typeof createDueRows>;
