import { z } from 'zod';
import { id, timestamp } from './scalars.ts';

/** A stretch of time for which a member of a session was away; it goes on while `until_at` is null. */
export const absence = z.object({
  id,
  session_id: id,
  user_id: id,
  from_at: timestamp,
  until_at: timestamp.nullable(),
});
export type Absence = z.infer<typeof absence>;
