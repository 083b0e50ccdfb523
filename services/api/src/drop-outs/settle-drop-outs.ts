import { closeSessions, finishParticipants } from '../outcomes/index.ts';
import { pauseSessions } from '../pauses/index.ts';
import type { Work } from '../platform/realtime/index.ts';
import { lockSessions } from '../sessions/index.ts';
import type { SessionRow } from '../sessions/index.ts';
import { insertPauseEnds, listAbsentIn, listDropOuts, listSessionsOf } from './drop-outs.repository.ts';
import type { DropOut } from './drop-outs.repository.ts';

/** Ends these sessions, because somebody is gone for good: those who are away have failed, the others lost a partner. */
export const endForAll = async (work: Work, sessionIds: number[]): Promise<void> => {
  if (sessionIds.length === 0) return;
  const absent = await listAbsentIn(work.trx, sessionIds);
  await finishParticipants(work, { by: 'id', ids: absent, outcome: 'failed' });
  await closeSessions(work, sessionIds, { reason: 'abandoned', outcome: 'partner_left' });
};

/** Each session pauses once, for as long as the first of those who dropped out of it is waited for. */
const pauseFor = async (
  work: Work,
  dropOuts: DropOut[],
  sessions: Map<number, SessionRow>,
): Promise<void> => {
  const firsts = new Map(dropOuts.toReversed().map((one) => [one.session_id, one]));
  for (const { session_id, pause_ms } of firsts.values()) {
    const session = sessions.get(session_id);
    if (session)
      await pauseSessions(work, [session], { reason: 'drop_out', limitMs: pause_ms, actor_id: null });
  }
  await insertPauseEnds(
    work.trx,
    [...firsts.values()].map(({ absence_id }) => absence_id),
  );
};

/**
 * These people have been away for longer than the grace period: what their session's version says about it happens.
 * Who came back in the meantime is passed over. Answers the absences that wait for the end of a pause.
 */
export const settleDropOuts = async (work: Work, absenceIds: number[]): Promise<number[]> => {
  const locked = await lockSessions(work.trx, await listSessionsOf(work.trx, absenceIds));
  const states = new Map(locked.map(({ id, state }) => [id, state]));
  const dropOuts = await listDropOuts(work.trx, absenceIds);
  const active = dropOuts.filter(({ session_id }) => states.get(session_id) === 'active');
  const by = (policy: DropOut['policy']) => active.filter((one) => one.policy === policy);
  await pauseFor(work, by('pause'), new Map(locked.map((session) => [session.id, session])));
  await endForAll(work, [...new Set(by('end').map(({ session_id }) => session_id))]);
  return dropOuts
    .filter(({ session_id }) => states.get(session_id) === 'paused')
    .map(({ absence_id }) => absence_id);
};
