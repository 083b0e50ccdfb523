import type { Session } from '@convomatic/contracts';

/** How long a session has run at a moment, within its length. */
export const elapsedMs = (session: Session, nowMs: number): number => {
  if (!session.started_at) return 0;
  const endMs = session.closed_at ? Date.parse(session.closed_at) : nowMs;
  return Math.max(0, Math.min(session.duration_ms, endMs - Date.parse(session.started_at)));
};
