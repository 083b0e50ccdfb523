import type { Participant } from '@convomatic/contracts';
import { AppError } from '@convomatic/kit/errors';
import type { Knex } from 'knex';
import { nothingHere } from '../memberships/index.ts';
import type { UnitOfWork, Work } from '../platform/realtime/index.ts';
import { announceParticipants } from './announce-participants.ts';
import { requireParticipantTransition } from './participant-states.ts';
import { listParticipants } from './participants.repository.ts';
import {
  lockParticipant,
  lockWaitingLimits,
  moveWaitingLimits,
  updateWaiting,
  updateWaitingUntil,
} from './wait.repository.ts';
import type { Standing } from './wait.repository.ts';

/** The person, with the waiting limit locked before. */
export const lockStanding = async ({ trx }: Work, participantId: number): Promise<Standing> => {
  await lockWaitingLimits(trx, [participantId]);
  const standing = await lockParticipant(trx, participantId);
  if (!standing) throw nothingHere();
  return standing;
};

/** Begins the wait of somebody who is locked: clock, limit, and what is due for it. */
export const beginWaiting = async (work: Work, standing: Standing): Promise<void> => {
  requireParticipantTransition(standing.state, 'waiting');
  await updateWaiting(work.trx, standing.id);
  await moveWaitingLimits(work.trx, [standing.id]);
  announceParticipants(work, [standing]);
};

const extend = async (work: Work, participantId: number): Promise<void> => {
  const standing = await lockStanding(work, participantId);
  const { id, state, waiting_extension_ms } = standing;
  if (state !== 'waiting') {
    throw new AppError(
      'illegal_transition',
      'You are not waiting. Load the page again to see where you are.',
    );
  }
  if (waiting_extension_ms === null) {
    throw new AppError('conflict', 'Nobody can wait longer here. You get your code when the time is over.');
  }
  await updateWaitingUntil(work.trx, id, waiting_extension_ms);
  await moveWaitingLimits(work.trx, [id]);
  announceParticipants(work, [standing]);
};

const comeBack = async (work: Work, participantId: number): Promise<void> => {
  const standing = await lockStanding(work, participantId);
  // In the table, but not asked for: those who are matched stay so until the limit.
  if (standing.state !== 'aside') {
    throw new AppError(
      'illegal_transition',
      'You were not put aside. Load the page again to see where you are.',
    );
  }
  await beginWaiting(work, standing);
};

type Needs = { knex: Knex; unitOfWork: UnitOfWork };

/** What somebody who waits, or was put aside, may do about it. */
export const createWait = ({ knex, unitOfWork }: Needs) => {
  const change = async (
    participantId: number,
    act: (work: Work, participantId: number) => Promise<void>,
  ): Promise<Participant> => {
    await unitOfWork((work) => act(work, participantId));
    const [participant] = await listParticipants(knex, [participantId]);
    if (!participant) throw nothingHere();
    return participant;
  };

  return {
    /** Longer by what the project allows each time. */
    extend: (participantId: number) => change(participantId, extend),
    /** Into the queue again, at its end. */
    comeBack: (participantId: number) => change(participantId, comeBack),
  };
};

export type Wait = ReturnType<typeof createWait>;
