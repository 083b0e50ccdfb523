import { groupRoom } from '@convomatic/contracts/names';
import type { ClosingReason, Outcome } from '@convomatic/contracts/names';
import type { Work } from '../platform/realtime/index.ts';
import { announceSessions, lockSessions, sessionStatesBefore } from '../sessions/index.ts';
import { finishParticipants } from './finish-participants.ts';
import { updateClosed } from './outcomes.repository.ts';

export type Closing = { reason: ClosingReason; outcome: Outcome; actor_id?: number };

/**
 * Ends these sessions now, and the time of everybody who is still in them with this outcome. Those that are closed
 * already are left as they are; memberships stay, because they are the record of who was there.
 */
export const closeSessions = async (
  work: Work,
  ids: number[],
  { reason, outcome, actor_id }: Closing,
): Promise<void> => {
  const locked = await lockSessions(work.trx, ids);
  const open = locked.filter(({ state }) => sessionStatesBefore('closed').includes(state));
  if (open.length === 0) return;
  const openIds = open.map(({ id }) => id);
  await updateClosed(work.trx, openIds, reason);
  await finishParticipants(work, { by: 'session_id', ids: openIds, outcome });
  // Told last of all: the room takes nothing more.
  announceSessions(work, open, { kind: 'session.closed', actor_id: actor_id ?? null });
  for (const id of openIds) work.closeRoom(groupRoom(id));
};
