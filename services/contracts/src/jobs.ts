import { z } from 'zod';

/** Payloads of queued jobs by task name. A job may run twice. */
export const jobPayloads = {
  'mail.send': z.object({ to: z.string(), subject: z.string(), text: z.string() }),
  /** Takes what Redis holds of these rooms away, because some of it was erased. */
  'rooms.forget': z.object({ rooms: z.array(z.string()) }),
};
export type JobPayloads = { [Task in keyof typeof jobPayloads]: z.infer<(typeof jobPayloads)[Task]> };
