export { announceParticipants } from './announce-participants.ts';
export { findCallerByToken } from './participant-tokens.repository.ts';
export { statesBefore } from './participant-states.ts';
export { listParticipants } from './participants.repository.ts';
export { readPlace } from './place.ts';
export { listPresent } from './presence.ts';
export { beginWaiting, lockStanding } from './wait.ts';
export { lockWaitingLimits, moveWaitingLimits } from './wait.repository.ts';
