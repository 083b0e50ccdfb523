import { z } from 'zod';

export const retentionVariables = {
  EVENTS_RETENTION_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(3_650)
    .default(30)
    .describe('Days for which events can be read again; messages and what else they made stay.'),
};

export type RetentionConfig = { EVENTS_RETENTION_DAYS: number };
