import { userRoom } from '@convomatic/contracts/names';
import type { EventDraft, Work } from '../platform/realtime/index.ts';
import { listParticipants } from './participants.repository.ts';

/** Tells each of these people in the own room how they stand now. */
export const announceParticipants = (
  { record }: Pick<Work, 'record'>,
  people: { id: number; user_id: number }[],
): void => {
  const rooms = people.map(({ user_id }) => userRoom(user_id));
  record(rooms, async (reader): Promise<EventDraft[]> => {
    const participants = await listParticipants(
      reader,
      people.map(({ id }) => id),
    );
    return participants.map((participant) => ({
      room: userRoom(participant.user_id),
      team_id: null,
      kind: 'participant.updated',
      records: { participants: [participant] },
      subject_user_ids: [participant.user_id],
    }));
  });
};
