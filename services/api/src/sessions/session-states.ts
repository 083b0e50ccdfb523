import type { SessionState } from '@convomatic/contracts/names';
import { AppError } from '@convomatic/kit/errors';

/** From each state, where a session may go. */
export const sessionTransitions: Record<SessionState, readonly SessionState[]> = {
  waiting: ['active', 'closed'],
  active: ['paused', 'closed'],
  paused: ['active', 'closed'],
  closed: [],
};

/** Every state from which a session may go there. */
export const sessionStatesBefore = (to: SessionState): SessionState[] =>
  (Object.keys(sessionTransitions) as SessionState[]).filter((from) => sessionTransitions[from].includes(to));

export const requireSessionTransition = (from: SessionState, to: SessionState): void => {
  if (!sessionTransitions[from].includes(to)) {
    throw new AppError(
      'illegal_transition',
      `A session that is ${from} cannot become ${to}. Load it again to see how it stands.`,
    );
  }
};
