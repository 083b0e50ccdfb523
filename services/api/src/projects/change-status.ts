import type { Project } from '@convomatic/contracts';
import type { ProjectStatus } from '@convomatic/contracts/names';
import { audit } from '../platform/audit.ts';
import type { Caller } from '../platform/caller.ts';
import type { UnitOfWork, Work } from '../platform/realtime/index.ts';
import type { TeamScope } from '../platform/scopes.ts';
import { announceProject } from './announce-project.ts';
import { requireStatusTransition } from './project-statuses.ts';
import { updatePublishing } from './projects.repository.ts';
import { requireIdle } from './require-idle.ts';
import { readBack, requireDraft } from './require-project.ts';

type Needs = {
  unitOfWork: UnitOfWork;
  /** Ends the project's data collection, if there is one. */
  closeOpenRun: (
    work: Work,
    project: { scope: TeamScope; project_id: number; actor_id: number },
  ) => Promise<void>;
};

type Change = { project_id: number; status: ProjectStatus };

/** A project that is not live takes nobody in and forms no groups; who talks in it goes on. */
export const createChangeStatus =
  ({ unitOfWork, closeOpenRun }: Needs) =>
  (caller: Caller, { project_id, status }: Change): Promise<Project> =>
    unitOfWork(async (work) => {
      const { trx } = work;
      const [action, actor_id] = ['project.update', caller.user_id] as const;
      const { project, scope } = await requireDraft(trx, caller, { project_id, action });
      requireStatusTransition(project, status);
      if (status === 'archived') {
        await requireIdle(trx, scope, project_id);
        await closeOpenRun(work, { scope, project_id, actor_id });
      }
      await updatePublishing(trx, scope, { id: project_id, status });
      announceProject(work, { scope, project, kind: 'project.updated', actor_id });
      const subject = { type: 'project', id: project_id };
      await audit(trx, caller, { action, team_id: scope.team_id, subject, fields: ['status'] });
      return readBack(trx, scope, project_id);
    });
