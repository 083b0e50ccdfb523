import { callerOf } from '../platform/caller.ts';
import type { AddRoutes } from '../platform/serve.ts';
import type { Notices } from './notices.service.ts';

export const createNoticeRoutes =
  ({ notices }: { notices: Notices }): AddRoutes =>
  (serve) => {
    serve('POST /api/notices', async ({ body, res }) => ({
      notice: await notices.send(callerOf(res), body),
    }));
  };
