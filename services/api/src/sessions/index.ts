export { requireSession } from './require-session.ts';
export { requireSessionTransition, sessionStatesBefore } from './session-states.ts';
export { readSessionView } from './session-view.ts';
export { findSessionTeam, listSessionMemberships, listSessions } from './sessions.repository.ts';
