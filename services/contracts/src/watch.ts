import { z } from 'zod';
import { id } from './scalars.ts';

/** One connection of a researcher that sees a group's room; an event of the researcher's own room carries it. */
export const watch = z.object({ connection_id: z.string(), group_id: id });
export type Watch = z.infer<typeof watch>;
