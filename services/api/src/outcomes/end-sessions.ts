import type { Work } from '../platform/realtime/index.ts';
import { deliverPrompts, listOverdue } from '../prompt-deliveries/index.ts';
import { lockSessions } from '../sessions/index.ts';
import { closeSessions } from './close-sessions.ts';
import { finishParticipants } from './finish-participants.ts';
import { listAway, listStayedEnough } from './outcomes.repository.ts';

/** Who went away before the end and never came back has not completed, unless they had stayed for long enough. */
const failAway = async (work: Work, sessionIds: number[]): Promise<void> => {
  const away = await listAway(work.trx, sessionIds);
  const enough = await listStayedEnough(work.trx, away);
  await finishParticipants(work, { by: 'id', ids: away.filter((id) => !enough.has(id)), outcome: 'failed' });
};

/**
 * The time of these sessions is over: whoever is still there has completed. What was due before the end is given
 * first, because the prompts' own turn may come a moment, or an outage, later. Answers those that pause.
 */
export const endSessions = async (work: Work, sessionIds: number[]): Promise<number[]> => {
  const locked = await lockSessions(work.trx, sessionIds);
  const { paused = [], others = [] } = Object.groupBy(locked, ({ state }) =>
    state === 'paused' ? 'paused' : 'others',
  );
  const ending = others.filter(({ state }) => state === 'active').map(({ id }) => id);
  await deliverPrompts(work, await listOverdue(work.trx, ending));
  await failAway(work, ending);
  await closeSessions(work, ending, { reason: 'completed', outcome: 'completed' });
  return paused.map(({ id }) => id);
};
