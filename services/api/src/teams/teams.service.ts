import type { EndpointResponse, Team } from '@convomatic/contracts';
import { groupRoom } from '@convomatic/contracts/names';
import type { Knex } from 'knex';
import { listMemberships, nothingHere, requireRole } from '../memberships/index.ts';
import type { Caller } from '../platform/caller.ts';
import { readPositions, readSnapshot } from '../platform/realtime/index.ts';
import type { UnitOfWork } from '../platform/realtime/index.ts';
import { createTeam } from './create-team.ts';
import { findTeam } from './teams.repository.ts';

type Needs = { knex: Knex; unitOfWork: UnitOfWork };

export const createTeams = ({ knex, unitOfWork }: Needs) => ({
  create: (caller: Caller, name: string): Promise<Team> =>
    unitOfWork((work) => createTeam(work, { name, owner: { id: caller.user_id, name: caller.name } })),

  read: (caller: Caller, id: number): Promise<EndpointResponse<'GET /api/teams/:team_id'>> =>
    readSnapshot(knex, async (trx) => {
      await requireRole(trx, caller, { group_id: id, role: 'observer' });
      const team = await findTeam(trx, id);
      if (!team) throw nothingHere();
      return {
        team,
        memberships: await listMemberships(trx, id),
        rooms: await readPositions(trx, [groupRoom(id)]),
      };
    }),
});

export type Teams = ReturnType<typeof createTeams>;
