import type { Logger } from '@convomatic/kit/logger';
import type { Knex } from 'knex';
import type { UnitOfWork, Work } from '../platform/realtime/index.ts';
import { claimDueRows, listDueSoon, markDone } from './due-rows.repository.ts';
import type { ClaimedRow, DueKind, DueRow } from './due-rows.repository.ts';

/**
 * What happens when a kind is due, by the ids of its subjects. Answers those that have to wait for a later try. A
 * subject that needs nothing any more is passed over.
 */
type WhenDue = (work: Work, subjectIds: number[]) => Promise<number[]>;

type Needs = { knex: Knex; unitOfWork: UnitOfWork; logger: Logger; whenDue: Record<DueKind, WhenDue> };

const readAtMost = 1_000;

/**
 * Things with a time. A row is touched by the worker that claims it and by nobody else, so that no other change
 * waits for it: what has lost its cause is found so when it is due.
 */
export const createDueRows = ({ knex, unitOfWork, logger, whenDue }: Needs) => {
  const claimTogether = (kind: DueKind, ids: number[]): Promise<ClaimedRow[]> =>
    unitOfWork(async (work) => {
      const claimed = await claimDueRows(work.trx, { kind, ids });
      if (claimed.length === 0) return [];
      const later = new Set(
        await whenDue[kind](
          work,
          claimed.map((row) => row.subject_id),
        ),
      );
      const done = claimed.filter((row) => !later.has(row.subject_id));
      await markDone(
        work.trx,
        done.map((row) => row.id),
      );
      return done;
    });

  return {
    listSoon: (withinMs: number): Promise<DueRow[]> => listDueSoon(knex, withinMs, readAtMost),

    /** Does what is due of these, together; where that fails one by one, so that no row holds up the others. */
    claim: async (kind: DueKind, ids: number[]): Promise<ClaimedRow[]> => {
      try {
        return await claimTogether(kind, ids);
      } catch (error) {
        if (ids.length === 1) throw error;
        logger.warn({ err: error, kind, count: ids.length }, 'what is due failed together, going one by one');
      }
      const done: ClaimedRow[] = [];
      for (const id of ids) {
        await claimTogether(kind, [id]).then(
          (rows) => done.push(...rows),
          (error: unknown) => {
            logger.error({ err: error, kind, due_row: id }, 'what is due failed');
          },
        );
      }
      return done;
    },
  };
};

export type DueRows = ReturnType<typeof createDueRows>;
