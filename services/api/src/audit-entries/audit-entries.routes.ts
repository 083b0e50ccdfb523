import { callerOf } from '../platform/caller.ts';
import type { AddRoutes } from '../platform/serve.ts';
import type { AuditEntries } from './audit-entries.service.ts';

export const createAuditEntryRoutes =
  ({ auditEntries }: { auditEntries: AuditEntries }): AddRoutes =>
  (serve) => {
    serve('GET /api/teams/:team_id/audit-entries', ({ params, query, res }) =>
      auditEntries.listOfTeam(callerOf(res), { ...query, ...params }),
    );

    serve('GET /api/audit-entries', ({ query }) => auditEntries.listOfPlatform(query));
  };
