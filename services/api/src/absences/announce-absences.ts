import { groupRoom } from '@convomatic/contracts/names';
import type { EventDraft, Work } from '../platform/realtime/index.ts';
import { findAbsences } from './absences.repository.ts';

/** Tells the sessions' rooms of absences that have begun or ended; the team's room is told of sessions alone. */
export const announceAbsences = async (
  { trx, record }: Work,
  ids: number[],
  kind: 'member.absent' | 'member.returned',
): Promise<void> => {
  const changed = await findAbsences(trx, ids);
  record(
    changed.map(({ session_id }) => groupRoom(session_id)),
    (): EventDraft[] =>
      // Of nothing but rows that this unit has just written: no other can have changed them.
      changed.map(({ team_id, ...absence }) => ({
        room: groupRoom(absence.session_id),
        team_id,
        kind,
        records: { absences: [absence] },
        subject_user_ids: [absence.user_id],
      })),
  );
};
