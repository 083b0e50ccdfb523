import type { Outcome } from '@convomatic/contracts/names';
import { nothingHere } from '../memberships/index.ts';
import type { Work } from '../platform/realtime/index.ts';
import { lockSessions } from '../sessions/index.ts';
import { finishParticipants } from './finish-participants.ts';
import { leaveSession } from './leave-session.ts';
import type { Leaving } from './leave-session.ts';
import { findSeat, listStayedEnough, lockSeat } from './outcomes.repository.ts';

export type Going = Pick<Leaving, 'reason'> & {
  participantId: number;
  /** Who does it; null for the person. */
  actor_id: number | null;
};

const outcomeOf = async ({ trx }: Work, { participantId, reason }: Going): Promise<Outcome> => {
  if (reason === 'removed') return 'removed';
  return (await listStayedEnough(trx, [participantId])).has(participantId) ? 'completed' : 'failed';
};

/**
 * The session is locked before the person, as everybody does; so it has to be known before. `matched` when that
 * happened in between.
 */
export const goOnce = async (work: Work, going: Going): Promise<'gone' | 'finished before' | 'matched'> => {
  const { participantId, reason, actor_id } = going;
  const before = await findSeat(work.trx, participantId);
  if (!before) throw nothingHere();
  const [session] = before.session_id === null ? [] : await lockSessions(work.trx, [before.session_id]);
  const seat = await lockSeat(work.trx, participantId);
  if (seat?.session_id !== before.session_id) return 'matched';
  if (seat.state === 'finished') return 'finished before';
  const outcome = await outcomeOf(work, going);
  if (session) {
    const leaver = { ...seat, session_id: session.id, team_id: session.team_id };
    await leaveSession(work, { leaver, reason, outcome, actor_id: actor_id ?? seat.user_id });
  } else await finishParticipants(work, { by: 'id', ids: [participantId], outcome });
  return 'gone';
};
