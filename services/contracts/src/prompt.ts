import { z } from 'zod';
import { promptAsset } from './asset.ts';
import { defineEndpoints } from './endpoint.ts';
import { richText } from './rich-text.ts';
import { id, idParam, line, milliseconds, timestamp } from './scalars.ts';

/** Names of conditions or roles that get a prompt; empty for everybody. */
const recipients = z
  .array(line(40))
  .max(50)
  .refine((names) => new Set(names).size === names.length, 'Name each once.');

/** One step of a project's timed sequence. `rank` orders from 1; `offset_ms` counts from the session's start. */
export const prompt = z.object({
  id,
  project_id: id,
  rank: z.int().positive(),
  offset_ms: milliseconds,
  body: richText,
  asset: promptAsset.nullable(),
  /** Who gets it: groups in one of these conditions, and in them those with one of these roles. */
  conditions: recipients,
  roles: recipients,
  created_at: timestamp,
  updated_at: timestamp,
  /** Set in the event that removes it. */
  deleted_at: timestamp.nullable(),
});
export type Prompt = z.infer<typeof prompt>;

/** A prompt as a version freezes it. */
export const frozenPrompt = prompt.pick({
  id: true,
  rank: true,
  offset_ms: true,
  body: true,
  asset: true,
  conditions: true,
  roles: true,
});
export type FrozenPrompt = z.infer<typeof frozenPrompt>;

const offset = milliseconds.max(24 * 60 * 60_000);
/** Names that the project has not are taken, and stop its publishing: somebody may be about to add them. */
const particulars = {
  asset: promptAsset.nullable().optional(),
  conditions: recipients.optional(),
  roles: recipients.optional(),
};

export const promptEndpoints = defineEndpoints({
  /** Added after `after_id`, or at the end. */
  'POST /api/projects/:project_id/prompts': {
    access: 'login',
    action: 'project.update',
    params: z.strictObject({ project_id: idParam }),
    body: z.strictObject({ body: richText, offset_ms: offset, after_id: id.optional(), ...particulars }),
    response: z.object({ prompt }),
    status: 201,
  },
  'PATCH /api/prompts/:prompt_id': {
    access: 'login',
    action: 'project.update',
    params: z.strictObject({ prompt_id: idParam }),
    body: z
      .strictObject({ body: richText.optional(), offset_ms: offset.optional(), ...particulars })
      .refine((change) => Object.keys(change).length > 0, 'expected something to change'),
    response: z.object({ prompt }),
  },
  /** Behind another prompt, or first with null. Done under the project's lock, so two moves at once both hold. */
  'POST /api/prompts/:prompt_id/move': {
    access: 'login',
    action: 'project.update',
    params: z.strictObject({ prompt_id: idParam }),
    body: z.strictObject({ after_id: id.nullable() }),
    response: z.object({ prompts: z.array(prompt) }),
  },
  /** A copy right behind it. */
  'POST /api/prompts/:prompt_id/duplicate': {
    access: 'login',
    action: 'project.update',
    params: z.strictObject({ prompt_id: idParam }),
    response: z.object({ prompt }),
    status: 201,
  },
  'DELETE /api/prompts/:prompt_id': {
    access: 'login',
    action: 'project.update',
    params: z.strictObject({ prompt_id: idParam }),
    status: 204,
  },
  /** Takes a removal back. */
  'POST /api/prompts/:prompt_id/restore': {
    access: 'login',
    action: 'project.update',
    params: z.strictObject({ prompt_id: idParam }),
    response: z.object({ prompt }),
  },
});
