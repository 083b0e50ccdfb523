import type { EndpointResponse, Run } from '@convomatic/contracts';
import { groupRoom } from '@convomatic/contracts/names';
import type { Knex } from 'knex';
import { audit } from '../platform/audit.ts';
import type { Caller } from '../platform/caller.ts';
import { readPositions, readSnapshot } from '../platform/realtime/index.ts';
import type { UnitOfWork, Work } from '../platform/realtime/index.ts';
import type { TeamScope } from '../platform/scopes.ts';
import { requireDraft, requireProject } from '../projects/index.ts';
import { announceRun } from './announce-run.ts';
import { closeRun } from './close-runs.ts';
import { armClose } from './closing.repository.ts';
import { requireClosingTime } from './closing-time.ts';
import { openNextRun } from './open-run.ts';
import { readBack, requireOpen, requireRun } from './require-run.ts';
import { countTaken, listRuns, updateRun } from './runs.repository.ts';
import type { RunSettings } from './runs.repository.ts';

type Needs = { knex: Knex; unitOfWork: UnitOfWork };

type Change = { [Key in 'label' | 'closes_at' | 'max_participants']?: RunSettings[Key] | undefined };

/** Everything but its name ends with the run. */
const requireChangeable = async (
  work: Work,
  { run, scope }: { run: Run; scope: TeamScope },
  change: Change,
) => {
  const { closes_at, max_participants } = change;
  if (closes_at === undefined && max_participants === undefined) return;
  requireOpen(run);
  await requireClosingTime(work.trx, { opens_at: run.opens_at, closes_at });
  if (closes_at !== undefined && closes_at !== null) {
    await armClose(work.trx, scope, { id: run.id, closes_at });
  }
};

/** Everything here is done under the project's lock, so that at most one run is open. */
export const createRuns = ({ knex, unitOfWork }: Needs) => ({
  list: (
    caller: Caller,
    projectId: number,
  ): Promise<EndpointResponse<'GET /api/projects/:project_id/runs'>> =>
    readSnapshot(knex, async (trx) => {
      const { scope } = await requireProject(trx, caller, { project_id: projectId, action: 'project.read' });
      return {
        runs: await listRuns(trx, scope, projectId),
        taken: await countTaken(trx, scope, projectId),
        rooms: await readPositions(trx, [groupRoom(scope.team_id)]),
      };
    }),

  open: (caller: Caller, { project_id, ...settings }: RunSettings & { project_id: number }): Promise<Run> =>
    unitOfWork(async (work) => {
      const action = 'run.open';
      const { project, scope } = await requireDraft(work.trx, caller, { project_id, action });
      const run = await openNextRun(work, { scope, project, actor_id: caller.user_id, settings });
      const subject = { type: 'run', id: run.id };
      await audit(work.trx, caller, { action, team_id: scope.team_id, subject });
      return run;
    }),

  edit: (caller: Caller, id: number, change: Change): Promise<Run> =>
    unitOfWork(async (work) => {
      const { trx } = work;
      const action = 'run.update';
      const { run, scope } = await requireRun(trx, caller, { run_id: id, action });
      await requireChangeable(work, { run, scope }, change);
      await updateRun(trx, scope, { id, change });
      announceRun(work, { scope, kind: 'run.updated', id, actor_id: caller.user_id });
      const fields = Object.keys(change);
      await audit(trx, caller, { action, team_id: scope.team_id, subject: { type: 'run', id }, fields });
      return readBack(trx, scope, id);
    }),

  close: (caller: Caller, id: number): Promise<Run> =>
    unitOfWork(async (work) => {
      const { trx } = work;
      const action = 'run.update';
      const { run, scope } = await requireRun(trx, caller, { run_id: id, action });
      requireOpen(run);
      await closeRun(work, { scope, id, actor_id: caller.user_id });
      const subject = { type: 'run', id };
      await audit(trx, caller, { action, team_id: scope.team_id, subject, fields: ['closed_at'] });
      return readBack(trx, scope, id);
    }),
});

export type Runs = ReturnType<typeof createRuns>;
