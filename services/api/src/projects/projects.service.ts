import type { Count, EndpointResponse, Project, Prompt } from '@convomatic/contracts';
import { groupRoom } from '@convomatic/contracts/names';
import { AppError } from '@convomatic/kit/errors';
import type { Knex } from 'knex';
import type { TextWritten } from '../documents/index.ts';
import { nothingHere, requireRole } from '../memberships/index.ts';
import type { Caller } from '../platform/caller.ts';
import { readPositions, readSnapshot } from '../platform/realtime/index.ts';
import type { UnitOfWork } from '../platform/realtime/index.ts';
import { announceProject } from './announce-project.ts';
import { insertWithSlug } from './create-project.ts';
import type { NewProject } from './create-project.ts';
import { fenceTexts } from './project-texts.ts';
import { findSettingsProblems } from './projects.policy.ts';
import { findProject, listProjects, updateProjectSettings } from './projects.repository.ts';
import type { ProjectSettings } from './projects.repository.ts';
import { requireDraft, requireProject } from './require-project.ts';

type Needs = {
  knex: Knex;
  unitOfWork: UnitOfWork;
  countProjects: (trx: Knex, projectIds: number[]) => Promise<Count[]>;
  /** The rest of a draft: its prompts, and whether it differs from the newest version. */
  readDraft: (trx: Knex, project: Project) => Promise<{ prompts: Prompt[]; changed: boolean }>;
  /** Told of each text that is written here. */
  textWritten: TextWritten;
};

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

const requireSettings = (project: Project, settings: ProjectSettings): void => {
  const { group_min = project.group_min, group_target = project.group_target } = settings;
  const fields = findSettingsProblems({ group_min, group_target });
  if (Object.keys(fields).length > 0) {
    throw new AppError('unprocessable', 'These settings do not go together.', { fields });
  }
};

const readBack = async (trx: Knex, id: number): Promise<Project> => {
  const project = await findProject(trx, id);
  if (!project) throw nothingHere();
  return project;
};

export const createProjects = ({ knex, unitOfWork, countProjects, readDraft, textWritten }: Needs) => ({
  list: (caller: Caller, teamId: number): Promise<EndpointResponse<'GET /api/teams/:team_id/projects'>> =>
    readSnapshot(knex, async (trx) => {
      await requireRole(trx, caller, { group_id: teamId, role: 'observer' });
      const projects = await listProjects(trx, teamId);
      const ids = projects.map((project) => project.id);
      return {
        projects,
        counts: await countProjects(trx, ids),
        rooms: await readPositions(trx, [groupRoom(teamId)]),
      };
    }),

  read: (caller: Caller, id: number): Promise<EndpointResponse<'GET /api/projects/:project_id'>> =>
    readSnapshot(knex, async (trx) => {
      const project = await requireProject(trx, caller, { project_id: id, role: 'observer' });
      return {
        project,
        ...(await readDraft(trx, project)),
        rooms: await readPositions(trx, [groupRoom(project.team_id)]),
      };
    }),

  create: (caller: Caller, project: NewProject): Promise<Project> =>
    unitOfWork(async ({ trx, record }) => {
      await requireRole(trx, caller, { group_id: project.team_id, role: 'editor' });
      const id = await insertWithSlug(trx, project);
      const { team_id } = project;
      announceProject(
        { record },
        { project: { id, team_id }, kind: 'project.created', actor_id: caller.user_id },
      );
      return readBack(trx, id);
    }),

  edit: (caller: Caller, { project_id, version, settings }: Edit): Promise<Project> =>
    unitOfWork(async (work) => {
      const { trx } = work;
      const project = await requireDraft(trx, caller, project_id);
      requireVersion(project, version);
      requireSettings(project, settings);
      await fenceTexts(work, { project, settings }, textWritten);
      await updateProjectSettings(trx, project_id, settings);
      announceProject(work, { project, kind: 'project.updated', actor_id: caller.user_id });
      return readBack(trx, project_id);
    }),
});

export type Projects = ReturnType<typeof createProjects>;
