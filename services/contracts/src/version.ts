import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { settingsRow } from './project-settings.ts';
import { project } from './project.ts';
import { frozenPrompt, prompt } from './prompt.ts';
import { id, idParam, timestamp } from './scalars.ts';
import { versionDiff } from './version-diff.ts';

/** What a version freezes. Sessions read it and nothing of the draft. */
export const snapshot = z.object({
  project: settingsRow,
  prompts: z.array(frozenPrompt),
});
export type Snapshot = z.infer<typeof snapshot>;

/** A frozen project; numbers count from 1 in each project. */
export const version = z.object({
  id,
  project_id: id,
  number: z.int().positive(),
  published_by: id.nullable(),
  published_at: timestamp,
});
export type Version = z.infer<typeof version>;

const params = z.strictObject({ project_id: idParam });
const numberParam = idParam.refine((number) => number < 2 ** 31, 'expected the number of a version');

export const versionEndpoints = defineEndpoints({
  /** Checks the draft and freezes it; what does not pass is 422 with `fields`. */
  'POST /api/projects/:project_id/publish': {
    access: 'login',
    action: 'project.publish',
    params,
    response: z.object({ version, join_url: z.string(), embed_url: z.string() }),
    status: 201,
  },
  'GET /api/projects/:project_id/versions': {
    access: 'login',
    action: 'project.read',
    params,
    response: z.object({ versions: z.array(version.extend({ snapshot })) }),
  },
  'GET /api/projects/:project_id/versions/diff': {
    access: 'login',
    action: 'project.read',
    params,
    query: z.strictObject({ from: numberParam, to: z.union([z.literal('draft'), numberParam]) }),
    response: z.object({ diff: versionDiff }),
  },
  /** Makes the draft what this version is. What was in the draft alone is gone; publish it first to keep it. */
  'POST /api/projects/:project_id/versions/:number/restore': {
    access: 'login',
    action: 'project.update',
    params: params.extend({ number: numberParam }),
    response: z.object({ project, prompts: z.array(prompt) }),
  },
});
