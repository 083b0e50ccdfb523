import { callerOf } from '../platform/caller.ts';
import type { AddRoutes } from '../platform/serve.ts';
import type { Projects } from './projects.service.ts';

export const createProjectRoutes =
  ({ projects }: { projects: Projects }): AddRoutes =>
  (serve) => {
    serve('GET /api/teams/:team_id/projects', ({ params, res }) =>
      projects.list(callerOf(res), params.team_id),
    );

    serve('POST /api/teams/:team_id/projects', async ({ params, body, res }) => ({
      project: await projects.create(callerOf(res), { team_id: params.team_id, name: body.name }),
    }));

    serve('GET /api/projects/:project_id', ({ params, res }) =>
      projects.read(callerOf(res), params.project_id),
    );

    serve('PATCH /api/projects/:project_id', async ({ params, body, res }) => {
      const { version, ...settings } = body;
      return { project: await projects.edit(callerOf(res), { ...params, version, settings }) };
    });

    serve('DELETE /api/projects/:project_id', async ({ params, res }) => {
      await projects.remove(callerOf(res), params.project_id);
      return undefined;
    });

    serve('POST /api/projects/:project_id/status', async ({ params, body, res }) => ({
      project: await projects.changeStatus(callerOf(res), { ...params, ...body }),
    }));

    serve('POST /api/projects/:project_id/clone', async ({ params, res }) => ({
      project: await projects.clone(callerOf(res), params.project_id),
    }));

    serve('POST /api/projects/:project_id/restore', async ({ params, res }) => ({
      project: await projects.restore(callerOf(res), params.project_id),
    }));

    serve('GET /api/teams/:team_id/removed-projects', async ({ params, res }) => ({
      projects: await projects.listRemoved(callerOf(res), params.team_id),
    }));
  };
