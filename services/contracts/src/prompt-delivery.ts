import { z } from 'zod';
import { richText } from './rich-text.ts';
import { id, timestamp } from './scalars.ts';

/** One prompt given to one session, once. `seq` is the number of its event. */
export const promptDelivery = z.object({
  id,
  session_id: id,
  prompt_id: id,
  rank: z.int().positive(),
  body: richText,
  due_at: timestamp,
  delivered_at: timestamp.nullable(),
  seq: z.int().positive().nullable(),
});
export type PromptDelivery = z.infer<typeof promptDelivery>;
