import type { TeamRole } from '@convomatic/contracts/names';
import { AppError } from '@convomatic/kit/errors';
import type { Knex } from 'knex';
import type { Caller } from '../platform/caller.ts';
import { canActAs } from './memberships.policy.ts';
import { findTeamRole } from './memberships.repository.ts';

type Demand = { group_id: number; role: TeamRole };

/** What a stranger is told, whether or not the thing exists. */
export const nothingHere = (): AppError =>
  new AppError('not_found', 'There is nothing here, or it is not for you.');

/**
 * The one place that decides what somebody may do in a team. Who is no member learns nothing, not even that the team
 * is there; a member with a lower role is told so. A participant's token opens no team, whoever holds it.
 */
export const requireRole = async (
  trx: Knex,
  caller: Caller,
  { group_id, role }: Demand,
): Promise<TeamRole> => {
  const found =
    caller.login_id === null ? undefined : await findTeamRole(trx, { group_id, user_id: caller.user_id });
  if (!found) throw nothingHere();
  if (!canActAs(found, role)) {
    throw new AppError('forbidden', `This needs the role ${role}; yours is ${found}.`);
  }
  return found;
};
