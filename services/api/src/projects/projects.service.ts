import type { Count, EndpointResponse, Project, Prompt } from '@convomatic/contracts';
import { groupRoom } from '@convomatic/contracts/names';
import { AppError } from '@convomatic/kit/errors';
import type { Knex } from 'knex';
import type { TextWritten } from '../documents/index.ts';
import { requirePermission } from '../memberships/index.ts';
import { audit } from '../platform/audit.ts';
import type { Caller } from '../platform/caller.ts';
import { readPositions, readSnapshot } from '../platform/realtime/index.ts';
import type { UnitOfWork } from '../platform/realtime/index.ts';
import type { TeamScope } from '../platform/scopes.ts';
import { announceProject } from './announce-project.ts';
import { createChangeStatus } from './change-status.ts';
import { createCloneProject } from './clone-project.ts';
import { insertWithSlug } from './create-project.ts';
import type { NewProject } from './create-project.ts';
import { findSettingsProblems } from './projects.policy.ts';
import { listProjects } from './projects.repository.ts';
import type { ProjectSettings } from './projects.repository.ts';
import { createProjectRemoval } from './remove-project.ts';
import { readBack, requireDraft, requireProject } from './require-project.ts';
import { writeSettings } from './write-settings.ts';

type Needs = {
  knex: Knex;
  unitOfWork: UnitOfWork;
  countProjects: (trx: Knex, projectIds: number[]) => Promise<Count[]>;
  /** The rest of a draft: its prompts, and whether it differs from the newest version. */
  readDraft: (
    trx: Knex,
    scope: TeamScope,
    project: Project,
  ) => Promise<{ prompts: Prompt[]; changed: boolean }>;
  /** Told of each text that is written here. */
  textWritten: TextWritten;
} & Parameters<typeof createChangeStatus>[0] &
  Parameters<typeof createCloneProject>[0];

type Edit = { project_id: number; version: number; settings: ProjectSettings };

const requireVersion = (project: Project, version: number): void => {
  if (project.version === version) return;
  throw new AppError(
    'stale_version',
    'Somebody has changed these settings meanwhile. Load them and edit again.',
    {
      fields: { version: `is ${String(project.version)} now` },
    },
  );
};

/** What is not sent is absent from the settings, never undefined. */
const requireSettings = (project: Project, settings: ProjectSettings): void => {
  const fields = findSettingsProblems({ ...project, ...settings } as Project);
  if (Object.keys(fields).length > 0) {
    throw new AppError(
      'unprocessable',
      'These settings do not go together. Mend what is named, and save again.',
      { fields },
    );
  }
};

const idsOf = (projects: Project[]): number[] => projects.map(({ id }) => id);

export const createProjects = ({ knex, unitOfWork, countProjects, readDraft, ...needs }: Needs) => ({
  ...createProjectRemoval({ knex, unitOfWork, countProjects }),
  changeStatus: createChangeStatus({ unitOfWork, ...needs }),
  clone: createCloneProject({ unitOfWork, ...needs }),

  list: (caller: Caller, teamId: number): Promise<EndpointResponse<'GET /api/teams/:team_id/projects'>> =>
    readSnapshot(knex, async (trx) => {
      const scope = await requirePermission(trx, caller, { team_id: teamId, action: 'project.read' });
      const projects = await listProjects(trx, scope);
      return {
        projects,
        counts: await countProjects(trx, idsOf(projects)),
        rooms: await readPositions(trx, [groupRoom(teamId)]),
      };
    }),

  read: (caller: Caller, id: number): Promise<EndpointResponse<'GET /api/projects/:project_id'>> =>
    readSnapshot(knex, async (trx) => {
      const demand = { project_id: id, action: 'project.read' } as const;
      const { project, scope } = await requireProject(trx, caller, demand);
      return {
        project,
        ...(await readDraft(trx, scope, project)),
        rooms: await readPositions(trx, [groupRoom(project.team_id)]),
      };
    }),

  create: (caller: Caller, { team_id, ...project }: NewProject & { team_id: number }): Promise<Project> =>
    unitOfWork(async ({ trx, record }) => {
      const scope = await requirePermission(trx, caller, { team_id, action: 'project.create' });
      const id = await insertWithSlug(trx, scope, project);
      const actor_id = caller.user_id;
      announceProject({ record }, { scope, project: { id }, kind: 'project.created', actor_id });
      await audit(trx, caller, { action: 'project.create', team_id, subject: { type: 'project', id } });
      return readBack(trx, scope, id);
    }),

  edit: (caller: Caller, { project_id, version, settings }: Edit): Promise<Project> =>
    unitOfWork(async (work) => {
      const { trx } = work;
      const action = 'project.update';
      const { project, scope } = await requireDraft(trx, caller, { project_id, action });
      requireVersion(project, version);
      requireSettings(project, settings);
      const writing = { scope, project, settings, actor_id: caller.user_id };
      const fields = await writeSettings(work, writing, needs.textWritten);
      const subject = { type: 'project', id: project_id };
      await audit(trx, caller, { action, team_id: scope.team_id, subject, fields });
      return readBack(trx, scope, project_id);
    }),
});

export type Projects = ReturnType<typeof createProjects>;
