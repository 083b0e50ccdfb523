import type { Project } from '@convomatic/contracts';
import type { Action } from '@convomatic/contracts/names';
import type { Knex } from 'knex';
import { nothingHere, requirePermission } from '../memberships/index.ts';
import type { Permission } from '../memberships/index.ts';
import type { Caller } from '../platform/caller.ts';
import type { TeamScope } from '../platform/scopes.ts';
import { findProject, findTeamOfProject, lockProject } from './projects.repository.ts';

type Demand = { project_id: number; action: Action };
type Found = { project: Project; scope: Permission };

const requireWith =
  (readProject: typeof findProject) =>
  async (trx: Knex, caller: Caller, { project_id, action }: Demand): Promise<Found> => {
    const team_id = await findTeamOfProject(trx, project_id);
    if (team_id === undefined) throw nothingHere();
    const scope = await requirePermission(trx, caller, { team_id, action });
    const project = await readProject(trx, scope, project_id);
    if (!project) throw nothingHere();
    return { project, scope };
  };

/** The project, if the caller may do this with it, and the scope to read the rest of it by. */
export const requireProject = requireWith(findProject);

/** The project as it is now, locked for an edit until the transaction ends. */
export const requireDraft = requireWith(lockProject);

/** A project as it is after a change in this transaction. */
export const readBack = async (trx: Knex, scope: TeamScope, id: number): Promise<Project> => {
  const project = await findProject(trx, scope, id);
  if (!project) throw nothingHere();
  return project;
};
