import { z } from 'zod';
import { id, line, timestamp } from './scalars.ts';

/** One data collection of a project; at most one is open at a time. It takes people from `opens_at` until it closes. */
export const run = z.object({
  id,
  project_id: id,
  label: line(120),
  opens_at: timestamp,
  /** When it closes by itself; null for when somebody closes it. */
  closes_at: timestamp.nullable(),
  closed_at: timestamp.nullable(),
  /** How many people may take a seat; null for any number. */
  max_participants: z.int().positive().nullable(),
  created_at: timestamp,
  updated_at: timestamp,
});
export type Run = z.infer<typeof run>;
