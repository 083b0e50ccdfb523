export { closeOpenRun, closeRuns } from './close-runs.ts';
export { openFirstRun } from './open-run.ts';
export { findOpenRun } from './runs.repository.ts';
export { createRunRoutes } from './runs.routes.ts';
export { createRuns } from './runs.service.ts';
