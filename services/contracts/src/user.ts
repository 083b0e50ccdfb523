import { z } from 'zod';
import { platformRoles } from './names/index.ts';
import { id } from './scalars.ts';

/** Anyone with an id. A guest has no e-mail address; nobody but the person and admins sees the address. */
export const user = z.object({
  id,
  name: z.string(),
  email: z.string().nullable(),
  platform_role: z.enum(platformRoles),
});
export type User = z.infer<typeof user>;
