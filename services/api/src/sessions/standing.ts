import type { SessionRole, TeamRole } from '@convomatic/contracts/names';

/** What somebody is to a session: in it now, and allowed to read it by a role in the team that owns it. */
export type Standing = { session_role: SessionRole | null; team_role: TeamRole | null };
