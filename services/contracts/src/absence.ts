import { z } from 'zod';
import { id, timestamp } from './scalars.ts';

/**
 * A stretch of time for which a member of a session was away. `until_at` is null while it goes on, and stays so where
 * it lasted to the end of the session or of the membership.
 */
export const absence = z.object({
  id,
  session_id: id,
  user_id: id,
  /** Whether the page does not answer, or it does and the person does not. */
  cause: z.enum(['connection', 'attention']),
  from_at: timestamp,
  until_at: timestamp.nullable(),
});
export type Absence = z.infer<typeof absence>;
