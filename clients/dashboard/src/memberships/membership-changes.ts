import type { TeamRole } from '@convomatic/contracts/names';
import { call } from '../platform/api.ts';
import { t } from '../platform/language/language.ts';
import { useRequest } from '../platform/request.ts';
import type { Request } from '../platform/request.ts';
import { useTell } from '../platform/tell.ts';
import { roleWords } from './role-words.ts';
import type { TeamMember } from './team-members.ts';

interface MembershipChanges {
  updating: Request;
  removing: Request;
  /** Answers whether it was done. */
  setRole: (member: TeamMember, role: TeamRole) => Promise<boolean>;
  remove: (member: TeamMember) => Promise<boolean>;
}

const paramsOf = ({ group_id, user_id }: TeamMember) => ({ team_id: group_id, user_id });

/** What an owner changes about a member. `changed` gets the member as they are then. */
export const useMembershipChanges = (changed: (member: TeamMember) => void): MembershipChanges => {
  const updating = useRequest();
  const removing = useRequest();
  const tell = useTell();

  const update = async (member: TeamMember, role: TeamRole): Promise<void> => {
    const request = { params: paramsOf(member), body: { role } };
    await call('PATCH /api/teams/:team_id/memberships/:user_id', request);
    changed({ ...member, role });
  };

  return {
    updating,
    removing,
    setRole: async (member, role) => {
      const isDone = await updating.run(() => update(member, role));
      const title = t('memberships.role_changed', { name: member.name, role: t(roleWords[role]) });
      if (isDone) tell.done(title, () => update(member, member.role));
      return isDone;
    },
    remove: async (member) => {
      const request = { params: paramsOf(member) };
      const isDone = await removing.run(() =>
        call('DELETE /api/teams/:team_id/memberships/:user_id', request),
      );
      if (!isDone) return false;
      tell.done(t('memberships.removed', { name: member.name }));
      changed({ ...member, left_at: new Date().toISOString() });
      return true;
    },
  };
};
