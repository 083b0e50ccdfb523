import type { SessionView } from '@convomatic/contracts';
import { groupRoom } from '@convomatic/contracts/names';
import { AppError } from '@convomatic/kit/errors';
import type { Knex } from 'knex';
import { listMessages } from '../messages/index.ts';
import { readPositions } from '../platform/realtime/index.ts';
import { readTime } from '../platform/time.ts';
import { listDelivered } from '../prompt-deliveries/index.ts';
import { findScript, listSessionMemberships, listSessions } from './sessions.repository.ts';

type Viewed = { id: number; /** For researchers alone. */ withPrompts: boolean };

/** A session with the numbers of its room; read it in a snapshot, so that state and numbers agree. */
export const readSessionView = async (trx: Knex, { id, withPrompts }: Viewed): Promise<SessionView> => {
  const [session] = await listSessions(trx, [id]);
  const script = await findScript(trx, id);
  if (!session || !script) throw new AppError('not_found', 'There is no such session.');
  const { messages, more } = await listMessages(trx, { session_id: id });
  return {
    session,
    memberships: await listSessionMemberships(trx, [id]),
    messages,
    more_messages: more,
    prompt_deliveries: await listDelivered(trx, id),
    farewell: withPrompts || session.state === 'closed' ? script.farewell : null,
    prompts: withPrompts ? script.prompts : null,
    rooms: await readPositions(trx, [groupRoom(id)]),
    server_time: await readTime(trx),
  };
};
