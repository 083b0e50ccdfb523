import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { boot } from './boot.ts';
import { escapeFormulas } from './export.ts';
import { membership } from './membership.ts';
import { count } from './project.ts';
import { askedName, joinSource } from './participant.ts';
import { session, sessionView } from './session-view.ts';
import { idParam, line, roomPositions, timestamp } from './scalars.ts';

export const sessionEndpoints = defineEndpoints({
  /**
   * Takes a seat, or gives the one that this person has already (by participant token, or by external id).
   * Called by a page after a human action, never by opening a link.
   */
  'POST /api/sessions/join': {
    access: 'public',
    body: z.strictObject({
      slug: line(80),
      ...joinSource,
      /** Needed for a new seat where the project asks for names; nobody else in the run has it, else 409 `name_taken`. */
      name: askedName.optional(),
      metadata: z
        .record(z.string().max(80), z.string().max(500))
        .refine((entries) => Object.keys(entries).length <= 50, 'expected at most 50 entries')
        .optional(),
    }),
    response: z.object({ participant_token: z.string(), boot }),
    status: 201,
  },
  'GET /api/projects/:project_id/sessions': {
    access: 'login',
    action: 'session.read',
    params: z.strictObject({ project_id: idParam }),
    response: z.object({
      /** Newest first, at most 200. */
      sessions: z.array(session),
      memberships: z.array(membership),
      count,
      rooms: roomPositions,
      server_time: timestamp,
    }),
  },
  /** Everything that a screen of one session needs, in one snapshot. */
  'GET /api/sessions/:session_id': {
    access: 'person',
    action: 'session.read',
    params: z.strictObject({ session_id: idParam }),
    response: sessionView,
  },
  /** Rows of what happened, in order of number, streamed. */
  'GET /api/sessions/:session_id/export': {
    access: 'login',
    action: 'session.export',
    params: z.strictObject({ session_id: idParam }),
    query: z.strictObject({ format: z.enum(['csv', 'jsonl']).default('csv'), ...escapeFormulas }),
  },
  /** Shows a session's events to one connection of the caller, without membership; ends with the connection. */
  'POST /api/sessions/:session_id/watch': {
    access: 'login',
    action: 'session.watch',
    params: z.strictObject({ session_id: idParam }),
    body: z.strictObject({ connection_id: z.string().regex(/^[\w-]{10,40}$/) }),
    status: 204,
  },
  /** Stops the clock: nothing falls due and nobody may speak until it resumes. */
  'POST /api/sessions/:session_id/pause': {
    access: 'login',
    action: 'session.pause',
    params: z.strictObject({ session_id: idParam }),
    response: z.object({ session }),
  },
  /** Goes on, with everything that is still to come later by the time that it paused. */
  'POST /api/sessions/:session_id/resume': {
    access: 'login',
    action: 'session.pause',
    params: z.strictObject({ session_id: idParam }),
    response: z.object({ session }),
  },
  /** Ends a session for everybody, now. */
  'POST /api/sessions/:session_id/close': {
    access: 'login',
    action: 'session.close',
    params: z.strictObject({ session_id: idParam }),
    response: z.object({ session }),
  },
});
