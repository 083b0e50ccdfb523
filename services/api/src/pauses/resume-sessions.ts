import { groupRoom } from '@convomatic/contracts/names';
import type { Work } from '../platform/realtime/index.ts';
import { announceSessions, lockSessions } from '../sessions/index.ts';
import type { SessionRow } from '../sessions/index.ts';
import { lockTimes, updateResumed, updateRoomPaused } from './pauses.repository.ts';

type Resuming = {
  ids: number[];
  /** Asked once the sessions are locked: which of them really go on. */
  choose: (locked: SessionRow[]) => Promise<SessionRow[]> | SessionRow[];
  actor_id: number | null;
};

/** Lets paused sessions go on. This unit holds no lock of a session yet; what is due is locked before them. */
export const resumeSessions = async (work: Work, { ids, choose, actor_id }: Resuming): Promise<void> => {
  const { trx, record } = work;
  const times = await lockTimes(trx, ids);
  const resuming = await choose(await lockSessions(trx, ids));
  if (resuming.length === 0) return;
  await updateResumed(
    trx,
    resuming.map(({ id }) => id),
    times,
  );
  const rooms = resuming.map(({ id }) => groupRoom(id));
  announceSessions(work, resuming, { kind: 'session.resumed', actor_id });
  record(rooms, async (reader) => {
    await updateRoomPaused(reader, rooms, false);
    return [];
  });
};
