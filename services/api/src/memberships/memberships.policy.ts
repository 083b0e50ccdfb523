import { teamRoles } from '@convomatic/contracts/names';
import type { TeamRole } from '@convomatic/contracts/names';

/** Owners may what editors may, and editors what observers may. */
export const canActAs = (role: TeamRole, needed: TeamRole): boolean =>
  teamRoles.indexOf(role) <= teamRoles.indexOf(needed);
