import { call } from '../platform/api.ts';

/** Out of everybody's sight, and back. */
export const projectRemoval = {
  remove: async (project_id: number): Promise<void> => {
    await call('DELETE /api/projects/:project_id', { params: { project_id } });
  },
  restore: async (project_id: number): Promise<void> => {
    await call('POST /api/projects/:project_id/restore', { params: { project_id } });
  },
};
