import type { Team, User } from '@convomatic/contracts';
import { userRoom } from '@convomatic/contracts/names';
import { findMembership, insertMembership } from '../memberships/index.ts';
import type { Work } from '../platform/realtime/index.ts';
import { insertTeam } from './teams.repository.ts';

type NewTeam = { name: string; owner: Pick<User, 'id' | 'name'> };

/** Makes a team with its first owner, inside a unit of work. */
export const createTeam = async ({ trx, record }: Work, { name, owner }: NewTeam): Promise<Team> => {
  const team = await insertTeam(trx, name);
  const key = { group_id: team.id, user_id: owner.id };
  await insertMembership(trx, { ...key, role: 'owner', name: owner.name });
  const room = userRoom(owner.id);
  record([room], async (reading) => {
    const membership = await findMembership(reading, key);
    const memberships = membership ? [membership] : [];
    return [
      { room, team_id: null, kind: 'membership.created', records: { memberships }, actor_id: owner.id },
    ];
  });
  return team;
};
