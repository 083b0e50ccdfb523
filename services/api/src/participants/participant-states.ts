import type { ParticipantState } from '@convomatic/contracts/names';
import { AppError } from '@convomatic/kit/errors';

/** From each state, where a participant may go. */
export const participantTransitions: Record<ParticipantState, readonly ParticipantState[]> = {
  joined: ['consented', 'waiting', 'finished'],
  consented: ['waiting', 'finished'],
  waiting: ['ready', 'aside', 'active', 'finished'],
  aside: ['waiting', 'finished'],
  ready: ['active', 'waiting', 'aside', 'finished'],
  active: ['finished'],
  finished: [],
};

/** Every state from which a participant may go there. */
export const statesBefore = (to: ParticipantState): ParticipantState[] =>
  (Object.keys(participantTransitions) as ParticipantState[]).filter((from) =>
    participantTransitions[from].includes(to),
  );

/** Throws where the table has no such step. */
export const requireParticipantTransition = (from: ParticipantState, to: ParticipantState): void => {
  if (!participantTransitions[from].includes(to)) {
    throw new AppError(
      'illegal_transition',
      `Somebody who is ${from} cannot become ${to}. Load the page again to see where you are.`,
    );
  }
};
