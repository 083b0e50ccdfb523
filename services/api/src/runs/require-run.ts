import type { Project, Run } from '@convomatic/contracts';
import type { Action } from '@convomatic/contracts/names';
import { AppError } from '@convomatic/kit/errors';
import type { Knex } from 'knex';
import { nothingHere } from '../memberships/index.ts';
import type { Caller } from '../platform/caller.ts';
import type { TeamScope } from '../platform/scopes.ts';
import { requireDraft } from '../projects/index.ts';
import { findPlaceOfRun, findRuns } from './runs.repository.ts';

type Demand = { run_id: number; action: Action };

export const readBack = async (trx: Knex, scope: TeamScope, id: number): Promise<Run> => {
  const [run] = await findRuns(trx, scope, [id]);
  if (!run) throw nothingHere();
  return run;
};

/** The run with its project locked, if the caller may do this with it. */
export const requireRun = async (
  trx: Knex,
  caller: Caller,
  { run_id, action }: Demand,
): Promise<{ run: Run; project: Project; scope: TeamScope }> => {
  const place = await findPlaceOfRun(trx, run_id);
  if (!place) throw nothingHere();
  const { project, scope } = await requireDraft(trx, caller, { project_id: place.project_id, action });
  return { project, scope, run: await readBack(trx, scope, run_id) };
};

export const requireOpen = ({ closed_at }: Run): void => {
  if (closed_at === null) return;
  throw new AppError('illegal_transition', 'This run is closed. Open another one to go on.');
};
