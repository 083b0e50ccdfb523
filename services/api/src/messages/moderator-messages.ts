import type { Message } from '@convomatic/contracts';
import { groupRoom, userRoom } from '@convomatic/contracts/names';
import { isUniqueViolation } from '@convomatic/kit/database';
import { AppError } from '@convomatic/kit/errors';
import type { Knex } from 'knex';
import { nothingHere } from '../memberships/index.ts';
import { audit } from '../platform/audit.ts';
import type { Caller } from '../platform/caller.ts';
import type { EventDraft, UnitOfWork, Work } from '../platform/realtime/index.ts';
import type { SessionScope } from '../platform/scopes.ts';
import { requireProject } from '../projects/index.ts';
import { lockSession, requireSessionOfTeam } from '../sessions/index.ts';
import { findMessage } from './messages.repository.ts';
import { insertModeratorMessages, isMember, lockUnaddressed } from './moderator-messages.repository.ts';
import type { Addressed, Spoken } from './moderator-messages.repository.ts';
import type { Said } from './post-message.repository.ts';

type Needs = { knex: Knex; unitOfWork: UnitOfWork };

type SaidToSession = Said & { recipient_user_id: number | null };
type SaidToProject = Omit<Said, 'session_id' | 'client_at'> & { project_id: number };

const action = 'session.write';

const spokenBy = (
  caller: Caller,
  { client_id, type, body, client_at }: Omit<Said, 'session_id'>,
): Spoken => ({
  ...{ client_id, type, body, client_at },
  sender_user_id: caller.user_id,
  sender_name: caller.name,
});

type Place = Omit<Addressed, 'seq'>;

const placeOf = (team_id: number, session_id: number, recipient_user_id: number | null): Place => ({
  ...{ team_id, session_id, recipient_user_id },
  room: recipient_user_id === null ? groupRoom(session_id) : userRoom(recipient_user_id),
});

/** What is for one person alone is told in that person's own room, and the team gets a copy. */
const draftsOf = ({ room, team_id, recipient_user_id }: Place, message: Message): EventDraft[] => {
  const told = {
    kind: 'message.created' as const,
    records: { messages: [message] },
    actor_id: message.sender_user_id,
    subject_user_ids: message.sender_user_id === null ? [] : [message.sender_user_id],
  };
  if (recipient_user_id === null) return [{ ...told, room, team_id }];
  return [
    { ...told, room, team_id: null },
    { ...told, room: groupRoom(team_id), team_id },
  ];
};

const speak = ({ record }: Work, spoken: Spoken, places: Place[]): void => {
  const rooms = places.flatMap(({ room, team_id, recipient_user_id }) =>
    recipient_user_id === null ? [room] : [room, groupRoom(team_id)],
  );
  record(rooms, async (reader, nextSeq) => {
    const addressed = places.map((place) => ({ ...place, seq: nextSeq(place.room) }));
    const messages = await insertModeratorMessages(reader, spoken, addressed);
    const bySession = new Map(messages.map((message) => [message.session_id, message]));
    return places.flatMap((place) => {
      const message = bySession.get(place.session_id);
      return message ? draftsOf(place, message) : [];
    });
  });
};

const requireRecipient = async (trx: Knex, scope: SessionScope, userId: number | null): Promise<void> => {
  if (userId === null || (await isMember(trx, scope, userId))) return;
  const fields = { recipient_user_id: 'is not in this session' };
  throw new AppError('unprocessable', 'This person is not in the session any more.', { fields });
};

/** What members of the team say to those who talk, as moderators under their own names; it makes them no members. */
export const createModeratorMessages = ({ knex, unitOfWork }: Needs) => {
  const speakInSession = (caller: Caller, { session_id, recipient_user_id, ...said }: SaidToSession) =>
    unitOfWork(async (work) => {
      const { trx } = work;
      const scope = await requireSessionOfTeam(trx, caller, { session_id, action });
      const key = { session_id, client_id: said.client_id, sender_user_id: caller.user_id };
      if (await findMessage(trx, key)) return;
      const locked = await lockSession(trx, scope);
      if (locked?.state === 'closed')
        throw new AppError('session_closed', 'This talk has ended. Nobody reads there any more.');
      await requireRecipient(trx, scope, recipient_user_id);
      speak(work, spokenBy(caller, said), [placeOf(scope.team_id, session_id, recipient_user_id)]);
      const subject = { type: 'session', id: session_id };
      await audit(trx, caller, { action, team_id: scope.team_id, subject });
    });

  return {
    /** To everybody in a session, or to one person there; said again with the same client id it is the first one's message. */
    post: async (caller: Caller, said: SaidToSession): Promise<Message> => {
      await speakInSession(caller, said).catch((error: unknown) => {
        if (!isUniqueViolation(error, 'messages_client_id')) throw error;
      });
      const { session_id, client_id } = said;
      const message = await findMessage(knex, { session_id, client_id, sender_user_id: caller.user_id });
      if (!message) throw nothingHere();
      return message;
    },

    /** The same in every session of the project that is not over; answers in how many it was said by this. */
    postToProject: (caller: Caller, { project_id, ...said }: SaidToProject): Promise<number> =>
      unitOfWork(async (work) => {
        const { trx } = work;
        const { scope } = await requireProject(trx, caller, { project_id, action });
        const key = { project_id, client_id: said.client_id, sender_user_id: caller.user_id };
        const sessionIds = await lockUnaddressed(trx, scope, key);
        const places = sessionIds.map((id) => placeOf(scope.team_id, id, null));
        if (places.length > 0) speak(work, spokenBy(caller, { ...said, client_at: null }), places);
        const subject = { type: 'project', id: project_id };
        await audit(trx, caller, { action, team_id: scope.team_id, subject });
        return places.length;
      }),
  };
};

export type ModeratorMessages = ReturnType<typeof createModeratorMessages>;
