import { callerOf } from '../platform/caller.ts';
import type { AddRoutes } from '../platform/serve.ts';
import type { Versions } from './versions.service.ts';

export const createVersionRoutes =
  ({ versions }: { versions: Versions }): AddRoutes =>
  (serve) => {
    serve('POST /api/projects/:project_id/publish', ({ params, res }) =>
      versions.publish(callerOf(res), params.project_id),
    );
    serve('GET /api/projects/:project_id/versions', ({ params, res }) =>
      versions.list(callerOf(res), params.project_id),
    );
    serve('GET /api/projects/:project_id/versions/diff', async ({ params, query, res }) => ({
      diff: await versions.diff(callerOf(res), { ...params, ...query }),
    }));
    serve('POST /api/projects/:project_id/versions/:number/restore', ({ params, res }) =>
      versions.restore(callerOf(res), params),
    );
  };
