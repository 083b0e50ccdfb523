import { z } from 'zod';
import { id } from './scalars.ts';

/**
 * The value of `/current_users/{token}`: who connects. Other systems write the first three fields alone.
 * `seq` is the number of `user-{id}` when it was written; `project_id` is set for a participant's token, which opens the
 * sessions of that project alone, whatever else `user-{id}` tells of the same person; `lease_key` names the sorted set that this person's presence renews.
 */
export const currentUser = z.object({
  id,
  name: z.string(),
  group_ids: z.array(id),
  login_id: id.nullish(),
  seq: z.int().nonnegative().optional(),
  project_id: id.nullish(),
  lease_key: z.string().nullish(),
});
export type CurrentUser = z.infer<typeof currentUser>;
