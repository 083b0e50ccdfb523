import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { projectStatuses } from './names/index.ts';
import { projectSettings } from './project-settings.ts';
import { prompt } from './prompt.ts';
import { id, idParam, roomPositions, timestamp } from './scalars.ts';

/** What a team designs and runs. `version` counts the edits of this row; `published_number` is the newest version. */
export const project = z.object({
  id,
  team_id: id,
  slug: z.string(),
  status: z.enum(projectStatuses),
  version: z.int().positive(),
  published_number: z.int().positive().nullable(),
  ...projectSettings,
  created_at: timestamp,
  updated_at: timestamp,
  /** Since when it is away; null in every list but that of the removed ones. */
  deleted_at: timestamp.nullable(),
});
export type Project = z.infer<typeof project>;

/** A project that was removed; its team may restore it. */
export const removedProject = project.extend({ deleted_at: timestamp });
export type RemovedProject = z.infer<typeof removedProject>;

/** How many people and sessions a project has in each state; at most one event a second. */
export const count = z.object({
  project_id: id,
  waiting: z.int(),
  active: z.int(),
  finished: z.int(),
  /** Those of the finished who completed. */
  completed: z.int(),
  sessions_active: z.int(),
  sessions_closed: z.int(),
  oldest_waiting_since: timestamp.nullable(),
});
export type Count = z.infer<typeof count>;

const projectParams = z.strictObject({ project_id: idParam });

export const projectEndpoints = defineEndpoints({
  'GET /api/teams/:team_id/projects': {
    access: 'login',
    action: 'project.read',
    params: z.strictObject({ team_id: idParam }),
    response: z.object({ projects: z.array(project), counts: z.array(count), rooms: roomPositions }),
  },
  'POST /api/teams/:team_id/projects': {
    access: 'login',
    action: 'project.create',
    params: z.strictObject({ team_id: idParam }),
    body: z.strictObject({ name: projectSettings.name }),
    response: z.object({ project }),
    status: 201,
  },
  /** Everything that the Design page needs, in one snapshot. */
  'GET /api/projects/:project_id': {
    access: 'login',
    action: 'project.read',
    params: projectParams,
    response: z.object({
      project,
      prompts: z.array(prompt),
      /** Whether the draft differs from the newest version. */
      changed: z.boolean(),
      rooms: roomPositions,
    }),
  },
  /** `version` is the row's version that was edited; an older one is 409 `stale_version`. */
  'PATCH /api/projects/:project_id': {
    access: 'login',
    action: 'project.update',
    params: projectParams,
    body: z.strictObject({ version: z.int().positive(), ...z.strictObject(projectSettings).partial().shape }),
    response: z.object({ project }),
  },
  /**
   * Where a project stands, once it is published. `paused` takes nobody in and forms no groups; talks go on. `archived`
   * closes the run, too: 409 `conflict` while people talk or wait. What cannot follow is 409 `illegal_transition`.
   */
  'POST /api/projects/:project_id/status': {
    access: 'login',
    action: 'project.update',
    params: projectParams,
    body: z.strictObject({ status: z.enum(projectStatuses) }),
    response: z.object({ project }),
  },
  /** A draft of its own with the same settings and prompts. Files stay with their project: of assets, links are copied. */
  'POST /api/projects/:project_id/clone': {
    access: 'login',
    action: 'project.create',
    params: projectParams,
    response: z.object({ project }),
    status: 201,
  },
  /** Takes the project away from everyone until it is restored. 409 `conflict` while people talk or wait in it. */
  'DELETE /api/projects/:project_id': {
    access: 'login',
    action: 'project.remove',
    params: projectParams,
    status: 204,
  },
  'POST /api/projects/:project_id/restore': {
    access: 'login',
    action: 'project.restore',
    params: projectParams,
    response: z.object({ project }),
  },
  /** The newest removal first. */
  'GET /api/teams/:team_id/removed-projects': {
    access: 'login',
    action: 'project.read',
    params: z.strictObject({ team_id: idParam }),
    response: z.object({ projects: z.array(removedProject) }),
  },
});
