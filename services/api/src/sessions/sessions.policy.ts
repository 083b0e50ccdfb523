import type { Standing } from './standing.ts';

/** Members see their session; everybody in the team sees all of the team's. */
export const canView = ({ session_role, team_role }: Standing): boolean =>
  session_role !== null || team_role !== null;

/** The prompts to come are for researchers who are not in the talk themselves. */
export const canSeePrompts = ({ session_role, team_role }: Standing): boolean =>
  team_role !== null && session_role !== 'participant';
