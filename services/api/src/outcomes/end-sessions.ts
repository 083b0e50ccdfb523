import type { Work } from '../platform/realtime/index.ts';
import { deliverPrompts, listOverdue } from '../prompt-deliveries/index.ts';
import { closeSessions } from './close-sessions.ts';
import { lockSessions } from './outcomes.repository.ts';

/**
 * The time of these sessions is over: whoever is still there has completed. What was due before the end is given
 * first, because the prompts' own turn may come a moment, or an outage, later.
 */
export const endSessions = async (work: Work, sessionIds: number[]): Promise<number[]> => {
  await lockSessions(work.trx, sessionIds);
  await deliverPrompts(work, await listOverdue(work.trx, sessionIds));
  await closeSessions(work, sessionIds, { reason: 'completed', outcome: 'completed' });
  return [];
};
