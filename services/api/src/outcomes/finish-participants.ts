import { userRoom } from '@convomatic/contracts/names';
import type { Outcome } from '@convomatic/contracts/names';
import { listParticipants, statesBefore } from '../participants/index.ts';
import type { EventDraft, Work } from '../platform/realtime/index.ts';
import { updateFinished } from './outcomes.repository.ts';

type Ending = { by: 'id' | 'session_id'; ids: number[]; outcome: Outcome };

/** Ends the time of these people (or of all in these sessions) in the project; each is told in the own room. */
export const finishParticipants = async ({ trx, record }: Work, ending: Ending): Promise<void> => {
  const finished = await updateFinished(trx, { ...ending, from: statesBefore('finished') });
  const rooms = finished.map(({ user_id }) => userRoom(user_id));
  record(rooms, async (reader): Promise<EventDraft[]> => {
    const participants = await listParticipants(
      reader,
      finished.map(({ id }) => id),
    );
    return participants.map((participant) => ({
      room: userRoom(participant.user_id),
      team_id: null,
      kind: 'participant.outcome',
      records: { participants: [participant] },
      subject_user_ids: [participant.user_id],
    }));
  });
};
