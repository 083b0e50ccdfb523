import type { Work } from '../platform/realtime/index.ts';
import { lockSessions } from '../sessions/index.ts';
import { listPauseOver, listSessionsOf } from './drop-outs.repository.ts';
import { endForAll } from './settle-drop-outs.ts';

/** The pauses that began with these absences end without those who are waited for. One that ended before is passed over. */
export const endPauses = async (work: Work, absenceIds: number[]): Promise<number[]> => {
  const sessionIds = await listSessionsOf(work.trx, absenceIds);
  await lockSessions(work.trx, sessionIds);
  await endForAll(work, await listPauseOver(work.trx, sessionIds));
  return [];
};
