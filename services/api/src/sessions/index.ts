export { findOwnSession, requireSession, requireSessionOfTeam } from './require-session.ts';
export type { SessionAccess } from './require-session.ts';
export { auditTranscript } from './audit-transcript.ts';
export { requireSessionTransition, sessionStatesBefore } from './session-states.ts';
export { readSessionView } from './session-view.ts';
export { listSessionMemberships, listSessions } from './sessions.repository.ts';
