import type { Request, Response } from 'express';
import { callerOf } from '../platform/caller.ts';
import type { AddRoutes } from '../platform/serve.ts';
import type { Exports } from './exports.service.ts';

const contentTypes = {
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/jsonl; charset=utf-8',
  zip: 'application/zip',
};

/** No fault of ours, and there is nobody left to answer. */
const isReaderGone = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';

type Download = {
  req: Request;
  res: Response;
  name: string;
  format: keyof typeof contentTypes;
  write: () => Promise<void>;
};

/** Where nothing was written yet the answer is an error, and no file. */
const takeBack = (res: Response): void => {
  if (res.headersSent) return;
  res.removeHeader('content-type');
  res.removeHeader('content-disposition');
};

const send = async ({ req, res, name, format, write }: Download): Promise<undefined> => {
  res.set({
    'content-type': contentTypes[format],
    'content-disposition': `attachment; filename="${name}.${format}"`,
    'cache-control': 'no-store',
  });
  try {
    await write();
  } catch (error) {
    if (!isReaderGone(error)) {
      takeBack(res);
      throw error;
    }
    req.log.info('the reader of an export went away');
  }
  return undefined;
};

export const createExportsRoutes =
  ({ exports }: { exports: Exports }): AddRoutes =>
  (serve) => {
    serve('GET /api/sessions/:session_id/export', async ({ params: { session_id }, query, req, res }) => {
      const scope = await exports.requireSessionExport(callerOf(res), session_id);
      const { format } = query;
      const layout = { format, escapesFormulas: query.escape_formulas };
      const write = () => exports.copySession(scope, layout, res);
      return send({ req, res, name: `session-${session_id}`, format, write });
    });

    serve('GET /api/projects/:project_id/export', async ({ params: { project_id }, query, req, res }) => {
      const { table, format, run: run_id = null, escape_formulas: escapesFormulas } = query;
      const asked = await exports.requireProjectExport(callerOf(res), project_id, {
        ...{ what: format === 'zip' ? 'all' : table, run_id },
        ...{ withExternalIds: query.external_ids, escapesFormulas },
      });
      const { slug } = asked.project;
      if (format === 'zip') {
        const write = () => exports.zipProject(asked, res);
        return send({ req, res, name: slug, format, write });
      }
      const layout = { format, escapesFormulas };
      const write = () => exports.copyTable(asked, table, { layout, target: res });
      return send({ req, res, name: `${slug}-${table}`, format, write });
    });
  };
