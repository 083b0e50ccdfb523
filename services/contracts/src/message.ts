import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { maxMessageCodePoints, senderRoles } from './names/index.ts';
import { id, idParam, timestamp } from './scalars.ts';

/** Types of messages that may be sent; a client shows a type that it does not know as unsupported. */
export const messageTypes = ['text'] as const;

/**
 * What someone said in a session. The body is exactly what was written. `seq` is the number of its event in the
 * session's room; of a moderator's message to one person, in that person's own.
 */
export const message = z.object({
  id,
  session_id: id,
  seq: z.int().positive(),
  client_id: z.string(),
  /** Null for what everybody in the session reads. */
  recipient_user_id: id.nullable(),
  sender_user_id: id.nullable(),
  sender_name: z.string(),
  sender_avatar_url: z.string().nullable(),
  sender_role: z.enum(senderRoles),
  type: z.string(),
  body: z.string(),
  attachment_id: id.nullable(),
  client_at: timestamp.nullable(),
  received_at: timestamp,
  delivered_at: timestamp,
});
export type Message = z.infer<typeof message>;

/** The limit counts code points, as the composer's counter does. */
const codePoints = (text: string): number => Array.from(text).length;

const said = {
  client_id: z.uuid().toLowerCase(),
  type: z.enum(messageTypes),
  body: z
    .string()
    .min(1)
    .refine((text) => text.trim() !== '', 'expected more than white space')
    .refine((text) => codePoints(text) <= maxMessageCodePoints, {
      message: `expected at most ${String(maxMessageCodePoints)} characters`,
    }),
};

const sessionParams = z.strictObject({ session_id: idParam });

export const messageEndpoints = defineEndpoints({
  /**
   * Sent again with the same `client_id` it gives the first one's message, so a retry never doubles. A member of the
   * team speaks as a moderator, also while the session pauses, and may speak to one person alone.
   */
  'POST /api/sessions/:session_id/messages': {
    access: 'person',
    action: 'session.write',
    params: sessionParams,
    body: z.strictObject({
      ...said,
      client_at: timestamp.optional(),
      recipient_user_id: id.optional(),
    }),
    response: z.object({ message }),
    status: 201,
  },
  /** Says the same in every session of a project that is not over, as a moderator; sent again it is said once. */
  'POST /api/projects/:project_id/messages': {
    access: 'login',
    action: 'session.write',
    params: z.strictObject({ project_id: idParam }),
    body: z.strictObject(said),
    response: z.object({ /** In so many sessions. */ sent: z.int() }),
    status: 201,
  },
  /**
   * A page of messages in order of time: the last ones below the number `before`, or the first ones above `after`, in
   * the session's room, with those for one person that fall between them.
   */
  'GET /api/sessions/:session_id/messages': {
    access: 'person',
    action: 'session.read',
    params: sessionParams,
    query: z.strictObject({
      before: idParam.optional(),
      after: z
        .string()
        .regex(/^[0-9]{1,15}$/, 'expected a number')
        .transform(Number)
        .optional(),
    }),
    response: z.object({ messages: z.array(message), more: z.boolean() }),
  },
});
