import { z } from 'zod';
import { absence } from './absence.ts';
import { assignment } from './assignment.ts';
import { membership } from './membership.ts';
import { message } from './message.ts';
import { closingReasons, pauseReasons, sessionStates } from './names/index.ts';
import { promptDelivery } from './prompt-delivery.ts';
import { frozenPrompt } from './prompt.ts';
import { richText } from './rich-text.ts';
import { id, milliseconds, roomPositions, timestamp } from './scalars.ts';

/** One conversation of a project, pinned to one version. Its id is its group's id. */
export const session = z.object({
  id,
  project_id: id,
  run_id: id.nullable(),
  /** A rehearsal of the draft with simulated participants; it is in no export and no count. */
  is_preview: z.boolean(),
  version_number: z.int().positive(),
  state: z.enum(sessionStates),
  closed_reason: z.enum(closingReasons).nullable(),
  duration_ms: milliseconds,
  started_at: timestamp.nullable(),
  ends_at: timestamp.nullable(),
  /** Since when it pauses; its clock stands still. */
  paused_at: timestamp.nullable(),
  pause_reason: z.enum(pauseReasons).nullable(),
  /** When a pause for somebody who dropped out ends, whether they are back or not. */
  pause_ends_at: timestamp.nullable(),
  closed_at: timestamp.nullable(),
  created_at: timestamp,
});
export type Session = z.infer<typeof session>;

/** A session as its members see it, and as researchers see it with the prompts to come. */
export const sessionView = z.object({
  session,
  memberships: z.array(membership),
  /** Everybody's, in order of time; those that go on among them. */
  absences: z.array(absence),
  /** The arms and roles of its members; null for participants. */
  assignments: z.array(assignment).nullable(),
  /** The last ones, in order of time: those for everybody, and of those for one person the viewer's own or, for researchers, all. */
  messages: z.array(message),
  more_messages: z.boolean(),
  /** Delivered ones alone, chosen and ordered like messages. */
  prompt_deliveries: z.array(promptDelivery),
  /** Null for participants until the session is closed: it may tell what the study is about. */
  farewell: richText.nullable(),
  /** All prompts of the pinned version; null for participants. */
  prompts: z.array(frozenPrompt).nullable(),
  rooms: roomPositions,
  server_time: timestamp,
});
export type SessionView = z.infer<typeof sessionView>;
