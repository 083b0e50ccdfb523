import { z } from 'zod';

/** Payloads of queued jobs by task name. A job may run twice. */
export const jobPayloads = {
  'mail.send': z.object({ to: z.string(), subject: z.string(), text: z.string() }),
};
export type JobPayloads = { [Task in keyof typeof jobPayloads]: z.infer<(typeof jobPayloads)[Task]> };
