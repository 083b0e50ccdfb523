import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { id, idParam, timestamp } from './scalars.ts';

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

const text = z
  .string()
  .max(4_000, 'At most 4,000 characters.')
  .refine((written) => written.trim() !== '', 'Write something here.');

const ofNote = z.strictObject({ note_id: idParam });
const written = z.object({ note });

export const noteEndpoints = defineEndpoints({
  /** On a session; with them on one of its messages, or on one of its participants. */
  'POST /api/sessions/:session_id/notes': {
    access: 'login',
    action: 'note.create',
    params: z.strictObject({ session_id: idParam }),
    body: z.strictObject({ body: text, message_id: id.optional(), participant_id: id.optional() }),
    response: written,
    status: 201,
  },
  /** On somebody, and on the session that they are in. */
  'POST /api/participants/:participant_id/notes': {
    access: 'login',
    action: 'note.create',
    params: z.strictObject({ participant_id: idParam }),
    body: z.strictObject({ body: text, message_id: id.optional() }),
    response: written,
    status: 201,
  },
  /** In the order of writing. */
  'GET /api/sessions/:session_id/notes': {
    access: 'login',
    action: 'note.read',
    params: z.strictObject({ session_id: idParam }),
    response: z.object({ notes: z.array(note) }),
  },
  /** For its author alone, as are removing and restoring. */
  'PATCH /api/notes/:note_id': {
    access: 'login',
    action: 'note.update',
    params: ofNote,
    body: z.strictObject({ body: text }),
    response: written,
  },
  'DELETE /api/notes/:note_id': {
    access: 'login',
    action: 'note.update',
    params: ofNote,
    status: 204,
  },
  /** Takes a removal back. */
  'POST /api/notes/:note_id/restore': {
    access: 'login',
    action: 'note.update',
    params: ofNote,
    response: written,
  },
});
