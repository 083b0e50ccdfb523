import { callerOf } from '../platform/caller.ts';
import type { AddRoutes } from '../platform/serve.ts';
import type { Runs } from './runs.service.ts';

export const createRunRoutes =
  ({ runs }: { runs: Runs }): AddRoutes =>
  (serve) => {
    serve('GET /api/projects/:project_id/runs', ({ params, res }) =>
      runs.list(callerOf(res), params.project_id),
    );

    serve('POST /api/projects/:project_id/runs', async ({ params, body, res }) => ({
      run: await runs.open(callerOf(res), { ...params, ...body }),
    }));

    serve('PATCH /api/runs/:run_id', async ({ params, body, res }) => ({
      run: await runs.edit(callerOf(res), params.run_id, body),
    }));

    serve('POST /api/runs/:run_id/close', async ({ params, res }) => ({
      run: await runs.close(callerOf(res), params.run_id),
    }));
  };
