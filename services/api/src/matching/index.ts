export { createMatchingRoutes } from './matching.routes.ts';
export { createMatching } from './matching.service.ts';
export { createReadyCheck, settleReady } from './ready-check.ts';
