import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { id, line, timestamp } from './scalars.ts';

/** `reload` asks pages to load again, `maintenance` and `incident` are shown until they are closed. */
export const noticeTypes = ['info', 'maintenance', 'reload', 'incident'] as const;

/** A system broadcast, as published on `/system_notice`; other publishers send `type` and `message` alone. */
export const notice = z.object({
  type: z.enum(noticeTypes),
  message: z.string(),
  seq: z.int().positive().optional(),
  id: id.optional(),
  at: timestamp.optional(),
});
export type Notice = z.infer<typeof notice>;

export const noticeEndpoints = defineEndpoints({
  'POST /api/notices': {
    access: 'admin',
    action: 'notice.create',
    body: z.strictObject({ type: z.enum(noticeTypes), message: line(1_000) }),
    response: z.object({ notice }),
    status: 201,
  },
});
