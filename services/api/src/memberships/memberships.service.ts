import type { Membership } from '@convomatic/contracts';
import type { TeamRole } from '@convomatic/contracts/names';
import { AppError } from '@convomatic/kit/errors';
import type { Knex } from 'knex';
import { audit } from '../platform/audit.ts';
import type { Caller } from '../platform/caller.ts';
import type { UnitOfWork, Work } from '../platform/realtime/index.ts';
import type { TeamScope } from '../platform/scopes.ts';
import { announceMembership } from './announce-membership.ts';
import { canGiveUp } from './memberships.policy.ts';
import { countOtherOwners, findMember, lockMemberships, updateMember } from './memberships.repository.ts';
import type { TeamMembership } from './memberships.repository.ts';
import { nothingHere } from './nothing-here.ts';
import { requirePermission } from './require-permission.ts';

/** Whose rights in a team have become less, down to a role or to none. */
export type Lessened = { user_id: number; role: TeamRole | null };

type Needs = {
  unitOfWork: UnitOfWork;
  /** Takes back the invitations that somebody made and could not make any more. */
  revokeInvitations: (trx: Knex, scope: TeamScope, lessened: Lessened) => Promise<void>;
};

type Member = { team_id: number; user_id: number };

const requireMember = async (trx: Knex, scope: TeamScope, userId: number): Promise<TeamMembership> => {
  const membership = await findMember(trx, scope, userId);
  if (!membership) throw nothingHere();
  return membership;
};

const requireOtherOwner = async (
  trx: Knex,
  scope: TeamScope,
  { before, next }: { before: TeamMembership; next: TeamRole | null },
): Promise<void> => {
  if (canGiveUp(before.role, next, await countOtherOwners(trx, scope, before.user_id))) return;
  throw new AppError(
    'last_owner',
    'This is the last owner of the team. Make somebody else an owner first, or remove the team.',
  );
};

type Change = {
  member: Member;
  action: 'membership.update' | 'membership.leave' | 'membership.remove';
  fields?: string[];
};

const writeDown = async (
  work: Work,
  caller: Caller,
  { member: { team_id, user_id }, action, fields = [] }: Change,
): Promise<void> => {
  await audit(work.trx, caller, { action, team_id, subject: { type: 'user', id: user_id }, fields });
  const kind = action === 'membership.update' ? 'membership.updated' : 'membership.removed';
  announceMembership(work, { key: { group_id: team_id, user_id }, kind, actor_id: caller.user_id });
};

export const createMemberships = ({ unitOfWork, revokeInvitations }: Needs) => ({
  changeRole: (caller: Caller, { role, ...member }: Member & { role: TeamRole }): Promise<Membership> =>
    unitOfWork(async (work) => {
      const { trx } = work;
      const { team_id, user_id } = member;
      await lockMemberships(trx, team_id);
      const scope = await requirePermission(trx, caller, { team_id, action: 'membership.update' });
      const before = await requireMember(trx, scope, user_id);
      if (before.role === role) return before;
      await requireOtherOwner(trx, scope, { before, next: role });
      await updateMember(trx, scope, { user_id, change: { role } });
      await revokeInvitations(trx, scope, { user_id, role });
      await writeDown(work, caller, { member, action: 'membership.update', fields: ['role'] });
      return requireMember(trx, scope, user_id);
    }),

  /**
   * Somebody leaves, or is removed by an owner. Every request asks for the role, so the row alone ends those; the
   * event in the own room ends what is connected, and the value by which it could connect again.
   */
  end: (caller: Caller, member: Member): Promise<void> =>
    unitOfWork(async (work) => {
      const { trx } = work;
      const { team_id, user_id } = member;
      const isOwn = user_id === caller.user_id;
      await lockMemberships(trx, team_id);
      const action = isOwn ? 'team.read' : 'membership.remove';
      const scope = await requirePermission(trx, caller, { team_id, action });
      const before = await requireMember(trx, scope, user_id);
      await requireOtherOwner(trx, scope, { before, next: null });
      await updateMember(trx, scope, { user_id, change: { left_reason: isOwn ? 'left' : 'removed' } });
      await revokeInvitations(trx, scope, { user_id, role: null });
      await writeDown(work, caller, { member, action: isOwn ? 'membership.leave' : 'membership.remove' });
    }),
});

export type Memberships = ReturnType<typeof createMemberships>;
