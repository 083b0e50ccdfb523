import { callerOf } from '../platform/caller.ts';
import type { AddRoutes } from '../platform/serve.ts';
import type { Exports } from './exports.service.ts';

const contentTypes = { csv: 'text/csv; charset=utf-8', jsonl: 'application/jsonl; charset=utf-8' };

/** No fault of ours, and there is nobody left to answer. */
const isReaderGone = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';

export const createExportsRoutes =
  ({ exports }: { exports: Exports }): AddRoutes =>
  (serve) => {
    serve('GET /api/sessions/:session_id/export', async ({ params: { session_id }, query, req, res }) => {
      const scope = await exports.requireExportable(callerOf(res), session_id);
      res.set({
        'content-type': contentTypes[query.format],
        'content-disposition': `attachment; filename="session-${String(session_id)}.${query.format}"`,
        'cache-control': 'no-store',
      });
      try {
        await exports.copySession(scope, query.format, res);
      } catch (error) {
        if (!isReaderGone(error)) throw error;
        req.log.info('the reader of an export went away');
      }
      return undefined;
    });
  };
