import { z } from 'zod';
import { id } from './scalars.ts';

/**
 * One connection of a researcher that sees a group's room; an event of the researcher's own room carries it. `team_id`
 * is the team by which they may: without membership there the watch ends.
 */
export const watch = z.object({ connection_id: z.string(), group_id: id, team_id: id.optional() });
export type Watch = z.infer<typeof watch>;
