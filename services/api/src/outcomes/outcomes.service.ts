import type { Participant, Session } from '@convomatic/contracts';
import { AppError } from '@convomatic/kit/errors';
import type { Knex } from 'knex';
import { nothingHere } from '../memberships/index.ts';
import { listParticipants } from '../participants/index.ts';
import { audit } from '../platform/audit.ts';
import type { Caller } from '../platform/caller.ts';
import type { UnitOfWork, Work } from '../platform/realtime/index.ts';
import { listSessions, requireSessionOfTeam, requireSessionTransition } from '../sessions/index.ts';
import { closeSessions } from './close-sessions.ts';
import { finishParticipants } from './finish-participants.ts';
import { leaveSession } from './leave-session.ts';
import { findSeat, lockSeat, lockSession, lockSessions } from './outcomes.repository.ts';

type Needs = { knex: Knex; unitOfWork: UnitOfWork };

/**
 * The session is locked before the person, as everybody does; so it has to be known before. False when the person
 * was matched in between.
 */
const leaveOnce = async (work: Work, participantId: number): Promise<boolean> => {
  const before = await findSeat(work.trx, participantId);
  if (!before) throw nothingHere();
  const [session] = before.session_id === null ? [] : await lockSessions(work.trx, [before.session_id]);
  const seat = await lockSeat(work.trx, participantId);
  if (seat?.session_id !== before.session_id) return false;
  if (seat.state === 'finished') return true;
  if (session) await leaveSession(work, { ...seat, session_id: session.id, team_id: session.team_id });
  else await finishParticipants(work, { by: 'id', ids: [participantId], outcome: 'failed' });
  return true;
};

export const createOutcomes = ({ knex, unitOfWork }: Needs) => ({
  /** Leaves the queue or the talk for good. Asked again it answers the same. */
  leave: async (participantId: number): Promise<Participant> => {
    const attempt = () => unitOfWork((work) => leaveOnce(work, participantId));
    // A person is matched once, so the second attempt finds the place that the first one missed.
    if (!(await attempt()) && !(await attempt()))
      throw new AppError('conflict', 'You were matched at this very moment. Try again.');
    const [participant] = await listParticipants(knex, [participantId]);
    if (!participant) throw nothingHere();
    return participant;
  },

  /** Ends a session by the team's will: its people did their part, so their time counts as completed and is paid. */
  close: async (caller: Caller, sessionId: number): Promise<Session> => {
    await unitOfWork(async (work) => {
      const action = 'session.close';
      const scope = await requireSessionOfTeam(work.trx, caller, { session_id: sessionId, action });
      const locked = await lockSession(work.trx, scope);
      if (!locked) throw nothingHere();
      requireSessionTransition(locked.state, 'closed');
      const closing = { reason: 'closed_by_team', outcome: 'completed', actor_id: caller.user_id } as const;
      await closeSessions(work, [locked.id], closing);
      const subject = { type: 'session', id: locked.id };
      await audit(work.trx, caller, { action, team_id: scope.team_id, subject });
    });
    const [session] = await listSessions(knex, [sessionId]);
    if (!session) throw nothingHere();
    return session;
  },
});

export type Outcomes = ReturnType<typeof createOutcomes>;
