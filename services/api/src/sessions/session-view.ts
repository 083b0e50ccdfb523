import type { SessionView } from '@convomatic/contracts';
import { groupRoom } from '@convomatic/contracts/names';
import type { Knex } from 'knex';
import { nothingHere } from '../memberships/index.ts';
import { listMessages } from '../messages/index.ts';
import { readPositions } from '../platform/realtime/index.ts';
import type { SessionScope } from '../platform/scopes.ts';
import { readTime } from '../platform/time.ts';
import { listDelivered } from '../prompt-deliveries/index.ts';
import { findSession, listSessionMemberships } from './sessions.repository.ts';

type Viewed = { scope: SessionScope; /** For researchers alone. */ withPrompts: boolean };

/** A session with the numbers of its room; read it in a snapshot, so that state and numbers agree. */
export const readSessionView = async (trx: Knex, { scope, withPrompts }: Viewed): Promise<SessionView> => {
  const found = await findSession(trx, scope);
  if (!found) throw nothingHere();
  const { session, script } = found;
  const { id } = session;
  const { messages, more } = await listMessages(trx, scope);
  return {
    session,
    memberships: await listSessionMemberships(trx, [id]),
    messages,
    more_messages: more,
    prompt_deliveries: await listDelivered(trx, scope),
    farewell: withPrompts || session.state === 'closed' ? script.farewell : null,
    prompts: withPrompts ? script.prompts : null,
    rooms: await readPositions(trx, [groupRoom(id)]),
    server_time: await readTime(trx),
  };
};
