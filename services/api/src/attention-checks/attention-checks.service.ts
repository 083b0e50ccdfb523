import type { Participant } from '@convomatic/contracts';
import { AppError } from '@convomatic/kit/errors';
import type { Knex } from 'knex';
import { announceAbsences, endAbsences, listOpenAbsences } from '../absences/index.ts';
import { nothingHere } from '../memberships/index.ts';
import { announceParticipants, listParticipants } from '../participants/index.ts';
import { audit } from '../platform/audit.ts';
import type { Caller } from '../platform/caller.ts';
import type { UnitOfWork, Work } from '../platform/realtime/index.ts';
import { lockSession, lockSessions, requireSessionOfTeam } from '../sessions/index.ts';
import { askAttention } from './ask-attention.ts';
import { findAttentionUntil, findSessionOf, updateAnswered } from './attention-checks.repository.ts';

type Needs = { knex: Knex; unitOfWork: UnitOfWork };

/** Whoever was gone because they did not answer is back; a connection that is gone says itself when it is back. */
const comeBack = async (work: Work, participantId: number): Promise<void> => {
  const open = await listOpenAbsences(work.trx, [participantId]);
  const missed = open.filter(({ cause }) => cause === 'attention').map(({ id }) => id);
  await announceAbsences(work, await endAbsences(work.trx, missed), 'member.returned');
};

export const createAttentionChecks = ({ knex, unitOfWork }: Needs) => ({
  /** Asks everybody in the session now, beside what the project asks by itself. */
  check: (caller: Caller, session_id: number): Promise<{ attention_until: string }> =>
    unitOfWork(async (work) => {
      const action = 'session.check_attention';
      const scope = await requireSessionOfTeam(work.trx, caller, { session_id, action });
      const locked = await lockSession(work.trx, scope);
      if (locked?.state !== 'active')
        throw new AppError('illegal_transition', 'Nobody talks in this session now. Load it again.');
      await askAttention(work, [session_id]);
      const subject = { type: 'session', id: session_id };
      await audit(work.trx, caller, { action, team_id: scope.team_id, subject });
      const attention_until = await findAttentionUntil(work.trx, session_id);
      if (attention_until === undefined)
        throw new AppError('illegal_transition', 'Nobody is left in this session. Load it again.');
      return { attention_until };
    }),

  /** Somebody is still there. Said when nobody asks it changes nothing. */
  answer: async (participantId: number): Promise<Participant> => {
    await unitOfWork(async (work) => {
      const sessionId = await findSessionOf(work.trx, participantId);
      if (sessionId !== null) await lockSessions(work.trx, [sessionId]);
      const person = await updateAnswered(work.trx, participantId);
      if (!person) return;
      await comeBack(work, participantId);
      announceParticipants(work, [person]);
    });
    const [participant] = await listParticipants(knex, [participantId]);
    if (!participant) throw nothingHere();
    return participant;
  },
});

export type AttentionChecks = ReturnType<typeof createAttentionChecks>;
