export { createAuditEntryRoutes } from './audit-entries.routes.ts';
export { createAuditEntries } from './audit-entries.service.ts';
