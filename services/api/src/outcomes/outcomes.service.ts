import type { Participant, Session } from '@convomatic/contracts';
import { AppError } from '@convomatic/kit/errors';
import type { Knex } from 'knex';
import { nothingHere } from '../memberships/index.ts';
import { listParticipants } from '../participants/index.ts';
import { audit } from '../platform/audit.ts';
import type { Caller } from '../platform/caller.ts';
import type { UnitOfWork } from '../platform/realtime/index.ts';
import {
  listSessions,
  lockSession,
  requireSessionOfTeam,
  requireSessionTransition,
} from '../sessions/index.ts';
import { closeSessions } from './close-sessions.ts';
import { goOnce } from './go-once.ts';
import type { Going } from './go-once.ts';
import { removeOnce } from './remove-once.ts';

type Needs = { knex: Knex; unitOfWork: UnitOfWork };

/** A person is matched once, so the second attempt finds the place that the first one missed. */
const matchedTwice = (): AppError =>
  new AppError('conflict', 'This person was matched at this very moment. Try again.');

export const createOutcomes = ({ knex, unitOfWork }: Needs) => {
  const read = async (participantId: number): Promise<Participant> => {
    const [participant] = await listParticipants(knex, [participantId]);
    if (!participant) throw nothingHere();
    return participant;
  };

  const leave = async (participantId: number): Promise<Participant> => {
    const going: Going = { participantId, reason: 'left', actor_id: null };
    const attempt = () => unitOfWork((work) => goOnce(work, going));
    if ((await attempt()) === 'matched' && (await attempt()) === 'matched') throw matchedTwice();
    return read(participantId);
  };

  return {
    /** Leaves the queue or the talk for good. Asked again it answers the same. */
    leave,

    /** Ends somebody's time by the team's will, wherever they are. */
    remove: async (caller: Caller, participantId: number, reason: string | null): Promise<Participant> => {
      const attempt = () => unitOfWork((work) => removeOnce(work, caller, { participantId, reason }));
      if ((await attempt()) === 'matched' && (await attempt()) === 'matched') throw matchedTwice();
      return read(participantId);
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
  };
};

export type Outcomes = ReturnType<typeof createOutcomes>;
