import { teamRoles } from '@convomatic/contracts/names';
import type { TeamRole } from '@convomatic/contracts/names';

/** Owners may what editors may, and editors what observers may. */
export const canActAs = (role: TeamRole, needed: TeamRole): boolean =>
  teamRoles.indexOf(role) <= teamRoles.indexOf(needed);

/** Whether somebody may go from this role to another, or to none, with so many other owners in the team. */
export const canGiveUp = (role: TeamRole, next: TeamRole | null, otherOwners: number): boolean =>
  role !== 'owner' || next === 'owner' || otherOwners > 0;
