import { callerOf } from '../platform/caller.ts';
import type { AddRoutes } from '../platform/serve.ts';
import { sendFile } from './send-file.ts';
import type { Assets } from './assets.service.ts';

export const createAssetRoutes =
  ({ assets }: { assets: Assets }): AddRoutes =>
  (serve) => {
    serve('GET /api/projects/:project_id/assets', ({ params, res }) =>
      assets.list(callerOf(res), params.project_id),
    );

    serve('POST /api/projects/:project_id/assets', async ({ params, query, req, res }) => ({
      asset: await assets.add(callerOf(res), { ...params, ...query, source: req }),
    }));

    serve('DELETE /api/assets/:asset_id', async ({ params, res }) => {
      await assets.remove(callerOf(res), params.asset_id);
      return undefined;
    });

    serve('GET /api/assets/:asset_id/link', ({ params, res }) => assets.link(callerOf(res), params.asset_id));

    serve('GET /api/assets/:asset_id/file', async ({ params, query, req, res }) => {
      await sendFile(req, res, await assets.open({ ...params, ...query }));
      return undefined;
    });
  };
