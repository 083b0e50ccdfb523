import type { Session } from '@convomatic/contracts';

/** How long a session has run at a moment, within its length. */
export const elapsedMs = (session: Session, nowMs: number): number => {
  if (!session.started_at) return 0;
  const endMs = session.closed_at ? Date.parse(session.closed_at) : nowMs;
  return Math.max(0, Math.min(session.duration_ms, endMs - Date.parse(session.started_at)));
};

export const stateWords: Record<Session['state'], string> = {
  waiting: 'Waiting',
  active: 'Talking',
  paused: 'Paused',
  closed: 'Ended',
};

export const reasonWords: Record<NonNullable<Session['closed_reason']>, string> = {
  completed: 'Completed',
  below_minimum: 'Too few left',
  closed_by_team: 'Closed by the team',
  abandoned: 'Abandoned',
  failed: 'Failed',
};
