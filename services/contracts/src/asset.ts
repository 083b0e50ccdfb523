import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { id, idParam, line, timestamp } from './scalars.ts';

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

const inProject = z.strictObject({ project_id: idParam });
const ofAsset = z.strictObject({ asset_id: idParam });

export const assetEndpoints = defineEndpoints({
  'GET /api/projects/:project_id/assets': {
    access: 'login',
    action: 'asset.read',
    params: inProject,
    response: z.object({ assets: z.array(asset) }),
  },
  /**
   * The body is the file itself: a PNG, JPEG, WebP or GIF of at most 20 MB, or a PDF, MP3, MP4 or text in UTF-8 of at
   * most 50 MB. What it holds decides, not what it is called; pictures are stored without what a camera adds.
   */
  'POST /api/projects/:project_id/assets': {
    access: 'login',
    action: 'asset.create',
    raw: true,
    params: inProject,
    query: z.strictObject({ name: line(200) }),
    response: z.object({ asset }),
    status: 201,
  },
  /** 409 while a draft, the newest version of a project or a session that is not closed uses it. */
  'DELETE /api/assets/:asset_id': {
    access: 'login',
    action: 'asset.remove',
    params: ofAsset,
    status: 204,
  },
  /** An address by which the file can be fetched for five minutes, for its team and for who was given a prompt with it. */
  'GET /api/assets/:asset_id/link': {
    access: 'person',
    action: 'asset.read',
    params: ofAsset,
    response: z.object({ url: z.string(), expires_at: timestamp }),
  },
  /** The file itself, for whoever has such an address. */
  'GET /api/assets/:asset_id/file': {
    access: 'public',
    params: ofAsset,
    query: z.strictObject({ expires: idParam, signature: z.string().max(100) }),
    status: 200,
  },
});
