import { AppError } from '@convomatic/kit/errors';
import type { Knex } from 'knex';
import type { Caller } from '../platform/caller.ts';
import { findAccess } from './sessions.repository.ts';
import type { SessionAccess } from './sessions.repository.ts';
import { canView } from './sessions.policy.ts';

/** A participant's token opens the talks of its own project and no team, whoever holds it. */
const within = (found: SessionAccess, { participant }: Caller): SessionAccess => {
  if (!participant) return found;
  const isOwn = found.project_id === participant.project_id;
  return { ...found, team_role: null, session_role: isOwn ? found.session_role : null };
};

/** The session with what the caller is to it. To everybody else it is not there. */
export const requireSession = async (
  trx: Knex,
  caller: Caller,
  sessionId: number,
): Promise<SessionAccess> => {
  const found = await findAccess(trx, sessionId, caller.user_id);
  const access = found && within(found, caller);
  if (!access || !canView(access))
    throw new AppError('not_found', 'There is nothing here, or it is not for you.');
  return access;
};
