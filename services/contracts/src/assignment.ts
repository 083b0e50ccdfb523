import { z } from 'zod';
import { id, timestamp } from './scalars.ts';

/** Why a participant is in a session and in which arm: for the team alone, and for audits. */
export const assignment = z.object({
  id,
  session_id: id,
  participant_id: id,
  user_id: id,
  reason: z.enum(['full_group', 'waiting_limit']),
  /** Null in a project without conditions. */
  condition: z.string().nullable(),
  role: z.string().nullable(),
  /** The seed of the run's draws, the block and the place in it that gave the condition; null without conditions. */
  seed: z.string().nullable(),
  block: z.int().nonnegative().nullable(),
  position: z.int().nonnegative().nullable(),
  created_at: timestamp,
});
export type Assignment = z.infer<typeof assignment>;
