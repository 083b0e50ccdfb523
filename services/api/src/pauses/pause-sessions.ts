import { groupRoom } from '@convomatic/contracts/names';
import type { Work } from '../platform/realtime/index.ts';
import { deliverPrompts, listOverdue } from '../prompt-deliveries/index.ts';
import { announceSessions } from '../sessions/index.ts';
import type { SessionRow } from '../sessions/index.ts';
import { updatePaused, updateRoomPaused } from './pauses.repository.ts';
import type { Pause } from './pauses.repository.ts';

/** These active sessions, which this unit has locked, pause from now on. What was due before is given first. */
export const pauseSessions = async (
  work: Work,
  sessions: SessionRow[],
  { actor_id, ...pause }: Pause & { actor_id: number | null },
): Promise<void> => {
  if (sessions.length === 0) return;
  const ids = sessions.map(({ id }) => id);
  await deliverPrompts(work, await listOverdue(work.trx, ids));
  await updatePaused(work.trx, ids, pause);
  announceSessions(work, sessions, { kind: 'session.paused', actor_id });
  const rooms = ids.map(groupRoom);
  work.record(rooms, async (trx) => {
    await updateRoomPaused(trx, rooms, true);
    return [];
  });
};
