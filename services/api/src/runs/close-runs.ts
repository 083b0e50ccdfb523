import type { Run } from '@convomatic/contracts';
import type { Knex } from 'knex';
import type { Work } from '../platform/realtime/index.ts';
import { serviceScope } from '../platform/scopes.ts';
import type { TeamScope } from '../platform/scopes.ts';
import { readTime } from '../platform/time.ts';
import { announceRun } from './announce-run.ts';
import { listUnclosed, lockClosing, updateClosed } from './closing.repository.ts';
import { lockOpenRun } from './runs.repository.ts';

type Closing = { scope: TeamScope; id: number; actor_id: number | null };

/** Closes a run that is locked and open. */
export const closeRun = async (work: Work, { scope, id, actor_id }: Closing): Promise<void> => {
  await updateClosed(work.trx, scope, id);
  announceRun(work, { scope, kind: 'run.closed', id, actor_id });
};

const isOver = async (trx: Knex, { closes_at }: Run): Promise<boolean> =>
  closes_at !== null && closes_at <= (await readTime(trx));

type OfProject = { scope: TeamScope; project_id: number; actor_id: number };

/** The run that is open, in a locked project. One whose time is over is closed first. */
export const settleOpenRun = async (
  work: Work,
  { scope, project_id }: Omit<OfProject, 'actor_id'>,
): Promise<Run | undefined> => {
  const run = await lockOpenRun(work.trx, scope, project_id);
  if (!run || !(await isOver(work.trx, run))) return run;
  await closeRun(work, { scope, id: run.id, actor_id: null });
  return undefined;
};

/** For a project that is put away. */
export const closeOpenRun = async (work: Work, { scope, project_id, actor_id }: OfProject): Promise<void> => {
  const run = await lockOpenRun(work.trx, scope, project_id);
  if (run) await closeRun(work, { scope, id: run.id, actor_id });
};

/**
 * Closes the runs of these whose time is over, by due rows. Answers those that somebody holds, for a later try; one
 * that closes at another time has its due row moved by whoever said so.
 */
export const closeRuns = async (work: Work, ids: number[]): Promise<number[]> => {
  const found = await lockClosing(work.trx, ids);
  for (const { id, team_id, is_over } of found) {
    if (is_over) await closeRun(work, { scope: serviceScope({ team_id }), id, actor_id: null });
  }
  const seen = new Set(found.map(({ id }) => id));
  return (await listUnclosed(work.trx, ids)).filter((id) => !seen.has(id));
};
