export { removeOldEmailChanges } from './email-changes.repository.ts';
export { createEmailChangeRoutes } from './email-changes.routes.ts';
export { createEmailChanges } from './email-changes.service.ts';
