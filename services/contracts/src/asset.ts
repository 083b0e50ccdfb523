import { z } from 'zod';
import { id, line, timestamp } from './scalars.ts';

/** A file of a project, private to its team and to those who are given a prompt with it. */
export const asset = z.object({
  id,
  project_id: id,
  kind: z.enum(['image', 'file']),
  name: z.string(),
  /** By what the file holds, not by what it is called. */
  content_type: z.string(),
  bytes: z.int().nonnegative(),
  /** In pixels; null for what is no image. */
  width: z.int().positive().nullable(),
  height: z.int().positive().nullable(),
  created_at: timestamp,
  deleted_at: timestamp.nullable(),
});
export type Asset = z.infer<typeof asset>;

/** What a prompt shows beside its text: a file of the project, or a page elsewhere. */
export const promptAsset = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('link'),
    url: z
      .url({ protocol: /^https?$/, error: 'Write a whole address, such as https://example.org.' })
      .max(2_000),
    title: line(120),
  }),
  z.strictObject({ kind: z.enum(['image', 'file']), asset_id: id, name: z.string().max(200) }),
]);
export type PromptAsset = z.infer<typeof promptAsset>;
