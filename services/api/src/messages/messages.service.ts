import type { Event, Message } from '@convomatic/contracts';
import { groupRoom } from '@convomatic/contracts/names';
import { isUniqueViolation } from '@convomatic/kit/database';
import type { Database } from '@convomatic/kit/database';
import { AppError } from '@convomatic/kit/errors';
import { nothingHere } from '../memberships/index.ts';
import type { Caller } from '../platform/caller.ts';
import { auditTranscript, isOnlooker, listSessions, requireSession } from '../sessions/index.ts';
import { canPost } from './messages.policy.ts';
import { findMessage, listMessages } from './messages.repository.ts';
import type { Page } from './messages.repository.ts';
import { findSender, insertMessage } from './post-message.repository.ts';
import type { Said, Sender } from './post-message.repository.ts';

type Needs = { database: Pick<Database, 'knex' | 'pool'>; publish: (events: Event[]) => void };

const isRepeated = (error: unknown): boolean => isUniqueViolation(error, 'messages_client_id');

const requireSender = (sender: Sender | undefined): Sender => {
  if (!sender) throw nothingHere();
  if (!canPost(sender.role))
    throw new AppError('forbidden', 'Only those who talk may write here. You can read along.');
  return sender;
};

export const createMessages = ({ database: { knex, pool }, publish }: Needs) => {
  const first = async (sender: Sender, { session_id, client_id }: Said): Promise<Message> => {
    const message = await findMessage(knex, { session_id, client_id, sender_user_id: sender.user_id });
    if (!message) throw new AppError('internal', 'A message that was stored is gone.');
    return message;
  };

  /** The talk has ended or pauses; a message that was stored before, and whose answer was lost, is still answered. */
  const refuse = async (sender: Sender, { session_id, client_id }: Said): Promise<Message> => {
    const message = await findMessage(knex, { session_id, client_id, sender_user_id: sender.user_id });
    if (message) return message;
    const [session] = await listSessions(knex, [session_id]);
    if (session?.state === 'closed')
      throw new AppError('session_closed', 'This talk has ended. Load the page again to see how it ended.');
    throw new AppError('illegal_transition', 'This talk pauses. Write again when it goes on.');
  };

  const insert = async (sender: Sender, said: Said): Promise<Message> => {
    const event = await insertMessage(pool, { room: groupRoom(said.session_id), said, sender });
    if (!event) return refuse(sender, said);
    publish([event]);
    return event.records.messages[0];
  };

  return {
    /** Says something in a session; said again with the same client id it is the first one's message. */
    post: async (caller: Caller, said: Said): Promise<Message> => {
      const sender = requireSender(await findSender(pool, said, caller));
      if (sender.has_said_it) return first(sender, said);
      if (!sender.is_active) return refuse(sender, said);
      try {
        return await insert(sender, said);
      } catch (error) {
        if (isRepeated(error)) return first(sender, said);
        throw error;
      }
    },

    page: async (
      caller: Caller,
      { session_id, ...page }: Omit<Page, 'user_id'> & { session_id: number },
    ): Promise<{ messages: Message[]; more: boolean }> => {
      const access = await requireSession(knex, caller, session_id);
      await auditTranscript(knex, caller, access);
      return listMessages(knex, access.scope, {
        ...page,
        user_id: isOnlooker(access) ? null : caller.user_id,
      });
    },
  };
};

export type Messages = ReturnType<typeof createMessages>;
