import { announceAbsences, insertAbsences, listOpenAbsences } from '../absences/index.ts';
import { settleDropOuts } from '../drop-outs/index.ts';
import type { Work } from '../platform/realtime/index.ts';
import { lockSessions } from '../sessions/index.ts';
import { listUnanswered } from './attention-checks.repository.ts';

/**
 * The time to answer these questions is over: who has not counts as gone, and what follows from that follows at once.
 * Answers those that wait for the end of a pause.
 */
export const missAttention = async (work: Work, checkIds: number[]): Promise<number[]> => {
  const before = await listUnanswered(work.trx, checkIds);
  const locked = await lockSessions(
    work.trx,
    before.map(({ session_id }) => session_id),
  );
  const states = new Map(locked.map(({ id, state }) => [id, state]));
  const unanswered = await listUnanswered(work.trx, checkIds);
  const missed = unanswered.filter(({ session_id }) => states.get(session_id) === 'active');
  const people = missed.map(({ participant_id }) => participant_id);
  const gone = people.map((participant_id) => ({ participant_id, cause: 'attention' as const, away_ms: 0 }));
  await announceAbsences(work, await insertAbsences(work.trx, gone), 'member.absent');
  const open = await listOpenAbsences(work.trx, people);
  await settleDropOuts(
    work,
    open.map(({ id }) => id),
  );
  return unanswered.filter(({ session_id }) => states.get(session_id) === 'paused').map(({ id }) => id);
};
