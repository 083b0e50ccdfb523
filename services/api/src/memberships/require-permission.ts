import { can } from '@convomatic/contracts/names';
import type { Action, PermissionRole, TeamRole } from '@convomatic/contracts/names';
import { AppError } from '@convomatic/kit/errors';
import type { Knex } from 'knex';
import type { Caller } from '../platform/caller.ts';
import { grantTeam } from '../platform/scopes.ts';
import type { TeamScope } from '../platform/scopes.ts';
import { findRemovedTeamRole, findTeamRole } from './memberships.repository.ts';
import { nothingHere } from './nothing-here.ts';

type Demand = { team_id: number; action: Action };

/** What somebody was allowed in a team, and as whom. */
export type Permission = TeamScope & { readonly role: TeamRole; readonly roles: readonly PermissionRole[] };

type Standing = { role: TeamRole; roles: PermissionRole[] };

type FindRole = typeof findTeamRole;

/** What somebody counts as in a team; undefined for who is no member. */
const findStanding = async (
  findRole: FindRole,
  { trx, caller, team_id }: { trx: Knex; caller: Caller; team_id: number },
): Promise<Standing | undefined> => {
  if (caller.login_id === null) return undefined;
  const role = await findRole(trx, { group_id: team_id, user_id: caller.user_id });
  return role && { role, roles: caller.platform_role === 'staff' ? [role, 'staff'] : [role] };
};

/** The permission, or nothing where the caller has not got it. */
export const findPermission = async (
  trx: Knex,
  caller: Caller,
  { team_id, action }: Demand,
): Promise<Permission | undefined> => {
  const standing = await findStanding(findTeamRole, { trx, caller, team_id });
  return standing && can(standing.roles, action) ? grantTeam({ team_id, ...standing }) : undefined;
};

const requireBy =
  (findRole: FindRole) =>
  async (trx: Knex, caller: Caller, { team_id, action }: Demand): Promise<Permission> => {
    const standing = await findStanding(findRole, { trx, caller, team_id });
    if (!standing) throw nothingHere();
    if (!can(standing.roles, action)) {
      const { role } = standing;
      throw new AppError('forbidden', `Your role in this team, ${role}, does not allow this. Ask an owner.`);
    }
    return grantTeam({ team_id, ...standing });
  };

/**
 * The one place that decides what somebody may do in a team, by the permission table. Who is no member learns
 * nothing, not even that the team is there; a member who may not is told so. A participant's token opens no team,
 * whoever holds it, and neither does a platform role.
 */
export const requirePermission = requireBy(findTeamRole);

/** The same in a team that was removed, where nothing else is to be found. */
export const requireRemovedTeam = requireBy(findRemovedTeamRole);

/** Whether what was asked for once allows something else, too. */
export const mayAlso = ({ roles }: Permission, action: Action): boolean => can(roles, action);
