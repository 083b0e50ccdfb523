import type { Session } from '@convomatic/contracts';
import type { Knex } from 'knex';
import { nothingHere } from '../memberships/index.ts';
import { audit } from '../platform/audit.ts';
import type { Caller } from '../platform/caller.ts';
import type { UnitOfWork, Work } from '../platform/realtime/index.ts';
import {
  listSessions,
  lockSession,
  requireSessionOfTeam,
  requireSessionTransition,
} from '../sessions/index.ts';
import { pauseSessions } from './pause-sessions.ts';
import { resumeSessions } from './resume-sessions.ts';

type Needs = { knex: Knex; unitOfWork: UnitOfWork };

const action = 'session.pause';

const writeDown = (
  { trx }: Work,
  caller: Caller,
  { id, team_id, field }: { id: number; team_id: number; field: string },
): Promise<void> =>
  audit(trx, caller, { action, team_id, subject: { type: 'session', id }, fields: [field] });

export const createPauses = ({ knex, unitOfWork }: Needs) => {
  const read = async (sessionId: number): Promise<Session> => {
    const [session] = await listSessions(knex, [sessionId]);
    if (!session) throw nothingHere();
    return session;
  };

  return {
    pause: async (caller: Caller, session_id: number): Promise<Session> => {
      await unitOfWork(async (work) => {
        const scope = await requireSessionOfTeam(work.trx, caller, { session_id, action });
        const locked = await lockSession(work.trx, scope);
        if (!locked) throw nothingHere();
        requireSessionTransition(locked.state, 'paused');
        await pauseSessions(work, [locked], { reason: 'team', limitMs: null, actor_id: caller.user_id });
        await writeDown(work, caller, { ...locked, field: 'paused' });
      });
      return read(session_id);
    },

    resume: async (caller: Caller, session_id: number): Promise<Session> => {
      await unitOfWork(async (work) => {
        const { team_id } = await requireSessionOfTeam(work.trx, caller, { session_id, action });
        await resumeSessions(work, {
          ids: [session_id],
          actor_id: caller.user_id,
          choose: (locked) => {
            for (const { state } of locked) requireSessionTransition(state, 'active');
            return locked.filter(({ state }) => state === 'paused');
          },
        });
        await writeDown(work, caller, { id: session_id, team_id, field: 'resumed' });
      });
      return read(session_id);
    },
  };
};

export type Pauses = ReturnType<typeof createPauses>;
