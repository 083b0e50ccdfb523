import { z } from 'zod';
import { promptAsset } from './asset.ts';
import { richText } from './rich-text.ts';
import { id, timestamp } from './scalars.ts';

/**
 * One prompt given to one session, or to one of its members alone, once. `seq` is the number of its event in the
 * session's room, or in that member's own.
 */
export const promptDelivery = z.object({
  id,
  session_id: id,
  prompt_id: id,
  rank: z.int().positive(),
  body: richText,
  asset: promptAsset.nullable(),
  /** Null for a prompt that everybody in the session gets. */
  recipient_user_id: id.nullable(),
  due_at: timestamp,
  delivered_at: timestamp.nullable(),
  seq: z.int().positive().nullable(),
});
export type PromptDelivery = z.infer<typeof promptDelivery>;
