import type { Count, EndpointResponse, Project, Prompt } from '@convomatic/contracts';
import { groupRoom } from '@convomatic/contracts/names';
import { AppError } from '@convomatic/kit/errors';
import type { Knex } from 'knex';
import { isDeepStrictEqual } from 'node:util';
import type { TextWritten } from '../documents/index.ts';
import { nothingHere, requirePermission } from '../memberships/index.ts';
import { audit } from '../platform/audit.ts';
import type { Caller } from '../platform/caller.ts';
import { readPositions, readSnapshot } from '../platform/realtime/index.ts';
import type { UnitOfWork } from '../platform/realtime/index.ts';
import type { TeamScope } from '../platform/scopes.ts';
import { announceProject } from './announce-project.ts';
import { insertWithSlug } from './create-project.ts';
import type { NewProject } from './create-project.ts';
import { fenceTexts } from './project-texts.ts';
import { findSettingsProblems } from './projects.policy.ts';
import { findProject, listProjects, updateProjectSettings } from './projects.repository.ts';
import type { ProjectSettings } from './projects.repository.ts';
import { createProjectRemoval } from './remove-project.ts';
import { requireDraft, requireProject } from './require-project.ts';

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
    throw new AppError(
      'unprocessable',
      'These settings do not go together. Mend what is named, and save again.',
      { fields },
    );
  }
};

/** Names of the settings that are others now; what they say is nobody's business but the team's. */
const changedFields = (project: Project, settings: ProjectSettings): string[] =>
  (Object.keys(settings) as (keyof ProjectSettings)[]).filter(
    (field) => !isDeepStrictEqual(settings[field], project[field]),
  );

const readBack = async (trx: Knex, scope: TeamScope, id: number): Promise<Project> => {
  const project = await findProject(trx, scope, id);
  if (!project) throw nothingHere();
  return project;
};

const idsOf = (projects: Project[]): number[] => projects.map(({ id }) => id);

export const createProjects = ({ knex, unitOfWork, countProjects, readDraft, textWritten }: Needs) => ({
  ...createProjectRemoval({ knex, unitOfWork, countProjects }),

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
      await fenceTexts(work, { project, settings }, textWritten);
      await updateProjectSettings(trx, scope, { id: project_id, settings });
      announceProject(work, { scope, project, kind: 'project.updated', actor_id: caller.user_id });
      await audit(trx, caller, {
        ...{ action, team_id: scope.team_id, subject: { type: 'project', id: project_id } },
        fields: changedFields(project, settings),
      });
      return readBack(trx, scope, project_id);
    }),
});

export type Projects = ReturnType<typeof createProjects>;
