import type { SessionView } from '@convomatic/contracts';
import { groupRoom, userRoom } from '@convomatic/contracts/names';
import type { Knex } from 'knex';
import { listAbsences } from '../absences/index.ts';
import { nothingHere } from '../memberships/index.ts';
import { listMessages } from '../messages/index.ts';
import { readPositions } from '../platform/realtime/index.ts';
import type { SessionScope } from '../platform/scopes.ts';
import { readTime } from '../platform/time.ts';
import { listDelivered } from '../prompt-deliveries/index.ts';
import { listAssignments } from './assignments.repository.ts';
import { findSession, listSessionMemberships } from './sessions.repository.ts';

/** `user_id`: who talks there and sees the own part alone; null for researchers, who see everything. */
type Viewed = { scope: SessionScope; user_id: number | null };

/** A session with the numbers of its rooms; read it in a snapshot, so that state and numbers agree. */
export const readSessionView = async (trx: Knex, { scope, user_id }: Viewed): Promise<SessionView> => {
  const found = await findSession(trx, scope);
  if (!found) throw nothingHere();
  const { session, script } = found;
  const { id } = session;
  const isResearcher = user_id === null;
  const { messages, more } = await listMessages(trx, scope, { user_id });
  // What is for one person comes in that person's room, and as a copy in the team's.
  const rooms = [groupRoom(id), isResearcher ? groupRoom(scope.team_id) : userRoom(user_id)];
  return {
    session,
    memberships: await listSessionMemberships(trx, [id]),
    absences: await listAbsences(trx, scope),
    assignments: isResearcher ? await listAssignments(trx, [id]) : null,
    messages,
    more_messages: more,
    prompt_deliveries: await listDelivered(trx, scope, { user_id }),
    farewell: isResearcher || session.state === 'closed' ? script.farewell : null,
    prompts: isResearcher ? script.prompts : null,
    rooms: await readPositions(trx, rooms),
    server_time: await readTime(trx),
  };
};
