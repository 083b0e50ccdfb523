import { callerOf } from '../platform/caller.ts';
import type { AddRoutes } from '../platform/serve.ts';
import type { Records } from './records.service.ts';

export const createRecordRoutes =
  ({ records }: { records: Records }): AddRoutes =>
  (serve) => {
    serve('GET /api/records', ({ query, res }) => records.page(callerOf(res), query));
  };
