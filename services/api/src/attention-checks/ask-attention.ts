import { announceParticipants } from '../participants/index.ts';
import type { Work } from '../platform/realtime/index.ts';
import { lockSessions } from '../sessions/index.ts';
import { armNext, insertChecks } from './attention-checks.repository.ts';

/** Asks everybody in these active sessions, which this unit has locked, whether they are still there. */
export const askAttention = async (work: Work, sessionIds: number[]): Promise<void> => {
  announceParticipants(work, await insertChecks(work.trx, sessionIds));
};

/** The time to ask in these sessions has come again. Answers those that pause. */
export const askWhenDue = async (work: Work, sessionIds: number[]): Promise<number[]> => {
  const locked = await lockSessions(work.trx, sessionIds);
  const idsIn = (wanted: 'active' | 'paused') =>
    locked.filter(({ state }) => state === wanted).map(({ id }) => id);
  await askAttention(work, idsIn('active'));
  await armNext(work.trx, idsIn('active'));
  return idsIn('paused');
};
