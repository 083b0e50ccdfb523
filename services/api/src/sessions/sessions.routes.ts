import { callerOf } from '../platform/caller.ts';
import type { AddRoutes } from '../platform/serve.ts';
import type { Sessions } from './sessions.service.ts';

export const createSessionsRoutes =
  ({ sessions }: { sessions: Sessions }): AddRoutes =>
  (serve) => {
    serve('GET /api/projects/:project_id/sessions', ({ params, res }) =>
      sessions.listOfProject(callerOf(res), params.project_id),
    );

    serve('GET /api/sessions/:session_id', ({ params, res }) =>
      sessions.view(callerOf(res), params.session_id),
    );
  };
