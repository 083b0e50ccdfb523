import type { EndpointResponse, RemovedTeam, Team } from '@convomatic/contracts';
import { groupRoom } from '@convomatic/contracts/names';
import type { Knex } from 'knex';
import { listMemberships, lockMemberships, nothingHere, requirePermission } from '../memberships/index.ts';
import { audit } from '../platform/audit.ts';
import type { Caller } from '../platform/caller.ts';
import { readPositions, readSnapshot } from '../platform/realtime/index.ts';
import type { UnitOfWork } from '../platform/realtime/index.ts';
import { announceTeam } from './announce-team.ts';
import { createTeam } from './create-team.ts';
import { createTeamRemoval } from './remove-team.ts';
import { findTeam, listRemovedTeams, updateName } from './teams.repository.ts';

type Needs = { knex: Knex; unitOfWork: UnitOfWork };

const requireTeam = async (trx: Knex, id: number): Promise<Team> => {
  const team = await findTeam(trx, id);
  if (!team) throw nothingHere();
  return team;
};

export const createTeams = ({ knex, unitOfWork }: Needs) => ({
  ...createTeamRemoval({ unitOfWork }),

  create: (caller: Caller, name: string): Promise<Team> =>
    unitOfWork(async (work) => {
      const team = await createTeam(work, { name, owner: { id: caller.user_id, name: caller.name } });
      const subject = { type: 'team', id: team.id };
      await audit(work.trx, caller, { action: 'team.create', team_id: team.id, subject });
      return team;
    }),

  read: (caller: Caller, id: number): Promise<EndpointResponse<'GET /api/teams/:team_id'>> =>
    readSnapshot(knex, async (trx) => {
      const scope = await requirePermission(trx, caller, { team_id: id, action: 'team.read' });
      return {
        team: await requireTeam(trx, id),
        memberships: await listMemberships(trx, scope),
        rooms: await readPositions(trx, [groupRoom(id)]),
      };
    }),

  listRemoved: (caller: Caller): Promise<RemovedTeam[]> => listRemovedTeams(knex, caller.user_id),

  rename: (caller: Caller, { id, name }: Pick<Team, 'id' | 'name'>): Promise<Team> =>
    unitOfWork(async (work) => {
      const { trx } = work;
      const scope = await requirePermission(trx, caller, { team_id: id, action: 'team.update' });
      await lockMemberships(trx, id);
      await updateName(trx, scope, name);
      const team = await requireTeam(trx, id);
      const subject = { type: 'team', id };
      await audit(trx, caller, { action: 'team.update', team_id: id, subject, fields: ['name'] });
      announceTeam(work, { team, kind: 'team.updated', actor_id: caller.user_id });
      return team;
    }),
});

export type Teams = ReturnType<typeof createTeams>;
