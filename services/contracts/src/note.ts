import { z } from 'zod';
import { id, timestamp } from './scalars.ts';

/** What somebody of the team wrote down at a moment; for the team alone. It is on a session, a participant, or both. */
export const note = z.object({
  id,
  project_id: id,
  session_id: id.nullable(),
  participant_id: id.nullable(),
  /** The message that it is about. */
  message_id: id.nullable(),
  author_id: id,
  author_name: z.string(),
  body: z.string(),
  /** The number of the event that told of it, in the team's room. */
  seq: z.int().positive(),
  created_at: timestamp,
  updated_at: timestamp,
  deleted_at: timestamp.nullable(),
});
export type Note = z.infer<typeof note>;
