import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { event } from './event.ts';
import { logLength, parsePosition } from './names/index.ts';
import type { Position } from './names/index.ts';

/** `epoch:seq`, as positions travel. */
const position = z.string().transform((text, context): Position => {
  const parsed = parsePosition(text);
  if (parsed) return parsed;
  context.addIssue('expected a position such as 1:42');
  return z.NEVER;
});

export const recordEndpoints = defineEndpoints({
  /**
   * Committed events of one room by number: of a team or a session, or of the caller's own `user-{id}`. Without
   * `after` it begins with the oldest that is left. 410 `gone` where events behind `after` are no longer kept, or the
   * epoch is another one: fetch a state, and go on from its numbers; `fields.oldest` is the position of the oldest.
   */
  'GET /api/records': {
    access: 'person',
    action: 'session.read',
    query: z.strictObject({
      room: z.string().regex(/^(group|user)-[1-9][0-9]{0,14}$/, 'expected a room such as group-7'),
      after: position.optional(),
      limit: z
        .string()
        .regex(/^[1-9][0-9]{0,2}$/, 'expected a number')
        .transform(Number)
        .refine((limit) => limit <= logLength, `expected at most ${String(logLength)}`)
        .default(100),
    }),
    response: z.object({
      events: z.array(event),
      /** Where the last of these events stands, or `after`: what to ask for next. */
      position: z.string(),
      /** Whether more stand behind it already. */
      more: z.boolean(),
    }),
  },
});
