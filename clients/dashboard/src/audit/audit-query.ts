import type { EndpointResponse } from '@convomatic/contracts';

export interface AuditQuery {
  actor_id?: number;
  action?: string;
  before_id?: number;
}

export type AuditPage = EndpointResponse<'GET /api/audit-entries'>;
