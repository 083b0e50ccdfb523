import type { Work } from '../platform/realtime/index.ts';
import { closeSessions } from './close-sessions.ts';

/** The time of these sessions is over: whoever is still there has completed. */
export const endSessions = async (work: Work, sessionIds: number[]): Promise<number[]> => {
  await closeSessions(work, sessionIds, { reason: 'completed', outcome: 'completed' });
  return [];
};
