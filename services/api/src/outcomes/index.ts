export { closeSessions } from './close-sessions.ts';
export { endSessions } from './end-sessions.ts';
export { finishParticipants } from './finish-participants.ts';
export { createOutcomes } from './outcomes.service.ts';
