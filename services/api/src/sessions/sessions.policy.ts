import type { Standing } from './standing.ts';

/**
 * A session is open in two ways. The permission table says what its team may; who is in the talk sees it, too, without
 * any role in the team.
 */
export const canView = ({ session_role, team_role }: Standing): boolean =>
  session_role !== null || team_role !== null;

/** Of the team and not talking there: sees what anybody there gets and will get, and has it written down that they looked. */
export const isOnlooker = ({ session_role, team_role }: Standing): boolean =>
  team_role !== null && session_role !== 'participant';
