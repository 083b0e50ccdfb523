import { groupRoom, userRoom } from '@convomatic/contracts/names';
import type { Knex } from 'knex';
import { listParticipants } from '../participants/index.ts';
import type { EventDraft } from '../platform/realtime/index.ts';
import { listSessionMemberships } from '../sessions/index.ts';
import type { Seat } from './erasures.repository.ts';

type Erased = { seat: Seat; actor_id: number | null };

/** What is left of the person, for those who show more; and the end of every page that the person has open. */
export const draftErased = async (reader: Knex, { seat, actor_id }: Erased): Promise<EventDraft[]> => {
  const { team_id, session_id, user_id } = seat;
  const participants = await listParticipants(reader, [seat.id]);
  const all = session_id === null ? [] : await listSessionMemberships(reader, [session_id]);
  const memberships = all.filter((membership) => membership.user_id === user_id);
  const kind = 'participant.erased' as const;
  const told = { team_id, kind, actor_id, subject_user_ids: [user_id] };
  return [
    ...(session_id === null ? [] : [{ ...told, room: groupRoom(session_id), records: { memberships } }]),
    { ...told, room: groupRoom(team_id), records: { memberships, participants } },
    {
      ...{ room: userRoom(user_id), team_id: null, kind: 'login.revoked', actor_id },
      records: { logins: [] },
    },
  ];
};
