export { createEraseExpired } from './erase-expired.ts';
export { createErasureJobs } from './erasures.jobs.ts';
export { createErasureRoutes } from './erasures.routes.ts';
export { createErasures } from './erasures.service.ts';
export { requireParticipantOfTeam } from './require-participant.ts';
