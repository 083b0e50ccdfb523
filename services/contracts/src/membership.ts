import { z } from 'zod';
import { sessionRoles, teamRoles } from './names/index.ts';
import { id, timestamp } from './scalars.ts';

/** A user in a group (team or session). `name` is the name that this group sees. */
export const membership = z.object({
  group_id: id,
  user_id: id,
  role: z.enum([...teamRoles, ...sessionRoles]),
  name: z.string(),
  joined_at: timestamp,
  left_at: timestamp.nullable(),
  left_reason: z.string().nullable(),
});
export type Membership = z.infer<typeof membership>;
