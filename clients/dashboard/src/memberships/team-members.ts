import type { Membership } from '@convomatic/contracts';
import { teamRoles } from '@convomatic/contracts/names';
import type { TeamRole } from '@convomatic/contracts/names';

export type TeamMember = Membership & { role: TeamRole };

const rank = (member: TeamMember): number => teamRoles.indexOf(member.role);

/** A team's members, owners first and then by name. */
export const teamMembers = (memberships: readonly Membership[]): TeamMember[] =>
  memberships
    .filter((one): one is TeamMember => teamRoles.includes(one.role as TeamRole))
    .sort((one, other) => rank(one) - rank(other) || one.name.localeCompare(other.name));

/** Whether the team would be left without an owner if this person went, or got another role. */
export const isLastOwner = (members: readonly TeamMember[], { user_id, role }: TeamMember): boolean =>
  role === 'owner' && !members.some((other) => other.role === 'owner' && other.user_id !== user_id);
