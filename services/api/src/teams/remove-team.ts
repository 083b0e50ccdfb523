import type { Team } from '@convomatic/contracts';
import type { Knex } from 'knex';
import { lockMemberships, nothingHere, requirePermission, requireRemovedTeam } from '../memberships/index.ts';
import { audit } from '../platform/audit.ts';
import type { Caller } from '../platform/caller.ts';
import type { UnitOfWork } from '../platform/realtime/index.ts';
import { requireIdle } from '../projects/index.ts';
import { announceToMembers } from './announce-team.ts';
import { findTeam, lockTeam, updateRemoved } from './teams.repository.ts';

type Change = { id: number; action: 'team.remove' | 'team.restore' };

const writeDown = (trx: Knex, caller: Caller, { id, action }: Change): Promise<void> =>
  audit(trx, caller, { action, team_id: id, subject: { type: 'team', id }, fields: ['deleted_at'] });

/** Memberships stay as they are in a removed team, so that restoring brings everybody back. */
export const createTeamRemoval = ({ unitOfWork }: { unitOfWork: UnitOfWork }) => ({
  remove: (caller: Caller, id: number): Promise<void> =>
    unitOfWork(async (work) => {
      const { trx } = work;
      const scope = await requirePermission(trx, caller, { team_id: id, action: 'team.remove' });
      const team = await lockTeam(trx, scope);
      if (!team) throw nothingHere();
      await requireIdle(trx, scope);
      await updateRemoved(trx, scope, true);
      await writeDown(trx, caller, { id, action: 'team.remove' });
      await announceToMembers(work, { scope, team, kind: 'team.removed', actor_id: caller.user_id });
    }),

  restore: (caller: Caller, id: number): Promise<Team> =>
    unitOfWork(async (work) => {
      const { trx } = work;
      await lockMemberships(trx, id);
      const scope = await requireRemovedTeam(trx, caller, { team_id: id, action: 'team.restore' });
      await updateRemoved(trx, scope, false);
      const team = await findTeam(trx, id);
      if (!team) throw nothingHere();
      await writeDown(trx, caller, { id, action: 'team.restore' });
      await announceToMembers(work, { scope, team, kind: 'team.restored', actor_id: caller.user_id });
      return team;
    }),
});
