export { arrivalKinds } from './arrivals.ts';
export { arrive } from './arrive.ts';
export { createCrowd } from './crowd.ts';
export type { Census, Crowd } from './crowd.ts';
export { inviteWhoIsMissing } from './invitation.ts';
export type { Participant } from './participant.ts';
export { witnessOf } from './witness.ts';
