import type { Project } from '@convomatic/contracts';
import type { TeamRole } from '@convomatic/contracts/names';
import type { Knex } from 'knex';
import { nothingHere, requireRole } from '../memberships/index.ts';
import type { Caller } from '../platform/caller.ts';
import { findProject, lockProject } from './projects.repository.ts';

type Demand = { project_id: number; role: TeamRole };

/** The project, if the caller has this role in its team. */
export const requireProject = async (
  trx: Knex,
  caller: Caller,
  { project_id, role }: Demand,
): Promise<Project> => {
  const project = await findProject(trx, project_id);
  if (!project) throw nothingHere();
  await requireRole(trx, caller, { group_id: project.team_id, role });
  return project;
};

/** The project as it is now, locked for an edit until the transaction ends. */
export const requireDraft = async (trx: Knex, caller: Caller, projectId: number): Promise<Project> => {
  await requireProject(trx, caller, { project_id: projectId, role: 'editor' });
  const project = await lockProject(trx, projectId);
  if (!project) throw nothingHere();
  return project;
};
