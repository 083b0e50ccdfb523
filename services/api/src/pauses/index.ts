export { pauseSessions } from './pause-sessions.ts';
export { resumeSessions } from './resume-sessions.ts';
