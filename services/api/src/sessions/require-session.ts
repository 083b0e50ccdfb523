import type { Action } from '@convomatic/contracts/names';
import type { Knex } from 'knex';
import { findPermission, nothingHere, requirePermission } from '../memberships/index.ts';
import type { Caller } from '../platform/caller.ts';
import { grantSession } from '../platform/scopes.ts';
import type { SessionScope } from '../platform/scopes.ts';
import { canView } from './sessions.policy.ts';
import { findSessionMember, findTeamOfSession } from './sessions.repository.ts';
import type { SessionMember } from './sessions.repository.ts';
import type { Standing } from './standing.ts';

const requireTeam = async (trx: Knex, sessionId: number) => {
  const found = await findTeamOfSession(trx, sessionId);
  if (!found) throw nothingHere();
  return found;
};

type Demand = { session_id: number; action: Action };

/** The session, if the caller's role in its team allows this. Being in the talk gives no such right. */
export const requireSessionOfTeam = async (
  trx: Knex,
  caller: Caller,
  { session_id, action }: Demand,
): Promise<SessionScope> => {
  const { team_id, is_removed } = await requireTeam(trx, session_id);
  if (is_removed) throw nothingHere();
  await requirePermission(trx, caller, { team_id, action });
  return grantSession({ team_id, session_id });
};

/** The session, if this person is in it now. */
export const findOwnSession = async (trx: Knex, member: SessionMember): Promise<SessionScope | undefined> => {
  const found = await findSessionMember(trx, member);
  return found && grantSession({ team_id: found.team_id, session_id: member.session_id });
};

export type SessionAccess = Standing & { scope: SessionScope };

/**
 * The session for those who talk there and for those who may read it as its team, with what the caller is to it. To
 * everybody else it is not there.
 */
export const requireSession = async (
  trx: Knex,
  caller: Caller,
  session_id: number,
): Promise<SessionAccess> => {
  const { team_id, is_removed } = await requireTeam(trx, session_id);
  const project_id = caller.participant?.project_id ?? null;
  const member = await findSessionMember(trx, { session_id, user_id: caller.user_id, project_id });
  const permission = is_removed
    ? undefined
    : await findPermission(trx, caller, { team_id, action: 'session.read' });
  const standing = { session_role: member?.role ?? null, team_role: permission?.role ?? null };
  if (!canView(standing)) throw nothingHere();
  return { ...standing, scope: grantSession({ team_id, session_id }) };
};
