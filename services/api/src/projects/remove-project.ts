import type { Count, Project, RemovedProject } from '@convomatic/contracts';
import type { Knex } from 'knex';
import { nothingHere, requirePermission } from '../memberships/index.ts';
import { audit } from '../platform/audit.ts';
import type { Caller } from '../platform/caller.ts';
import type { UnitOfWork } from '../platform/realtime/index.ts';
import type { TeamScope } from '../platform/scopes.ts';
import { announceProject } from './announce-project.ts';
import { findTeamOfRemoved, listRemovedProjects, updateRemoved } from './removed-projects.repository.ts';
import { requireIdle } from './require-idle.ts';
import { requireDraft } from './require-project.ts';

type Needs = {
  knex: Knex;
  unitOfWork: UnitOfWork;
  countProjects: (trx: Knex, projectIds: number[]) => Promise<Count[]>;
};

type Change = { scope: TeamScope; id: number; isRemoved: boolean };

const change = async (trx: Knex, caller: Caller, { scope, id, isRemoved }: Change): Promise<Project> => {
  const project = await updateRemoved(trx, scope, { id, isRemoved });
  if (!project) throw nothingHere();
  await audit(trx, caller, {
    action: isRemoved ? 'project.remove' : 'project.restore',
    team_id: scope.team_id,
    subject: { type: 'project', id },
    fields: ['deleted_at'],
  });
  return project;
};

/** A removed project is kept whole, with its talks; nobody sees it until it is restored. */
export const createProjectRemoval = ({ knex, unitOfWork, countProjects }: Needs) => ({
  remove: (caller: Caller, id: number): Promise<void> =>
    unitOfWork(async (work) => {
      const { trx } = work;
      // Locked before it is counted: seats and sessions refer to the row, and wait or are there already.
      const { scope } = await requireDraft(trx, caller, { project_id: id, action: 'project.remove' });
      await requireIdle(trx, scope, id);
      const project = await change(trx, caller, { scope, id, isRemoved: true });
      announceProject(work, { scope, project, kind: 'project.removed', actor_id: caller.user_id });
    }),

  restore: (caller: Caller, id: number): Promise<Project> =>
    unitOfWork(async (work) => {
      const { trx } = work;
      const team_id = await findTeamOfRemoved(trx, id);
      if (team_id === undefined) throw nothingHere();
      const scope = await requirePermission(trx, caller, { team_id, action: 'project.restore' });
      const project = await change(trx, caller, { scope, id, isRemoved: false });
      const inserted = { counts: await countProjects(trx, [id]) };
      announceProject(work, {
        ...{ scope, project, inserted, kind: 'project.restored' },
        actor_id: caller.user_id,
      });
      return project;
    }),

  listRemoved: async (caller: Caller, teamId: number): Promise<RemovedProject[]> => {
    const scope = await requirePermission(knex, caller, { team_id: teamId, action: 'project.read' });
    return listRemovedProjects(knex, scope);
  },
});
