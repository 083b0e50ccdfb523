import type { EndpointResponse, Snapshot } from '@convomatic/contracts';
import { AppError } from '@convomatic/kit/errors';
import type { Knex } from 'knex';
import { audit } from '../platform/audit.ts';
import type { Caller } from '../platform/caller.ts';
import { readSnapshot } from '../platform/realtime/index.ts';
import type { UnitOfWork } from '../platform/realtime/index.ts';
import { announceProject, requireDraft, requireProject, updatePublishedNumber } from '../projects/index.ts';
import { listPrompts } from '../prompts/index.ts';
import { findPublishProblems } from './publish.policy.ts';
import { snapshotOf } from './snapshot.ts';
import { findNewestVersion, insertVersion, listVersions } from './versions.repository.ts';

type Needs = { knex: Knex; unitOfWork: UnitOfWork; publicUrl: string };

const requirePublishable = (draft: Snapshot): void => {
  const fields = findPublishProblems(draft);
  if (Object.keys(fields).length > 0) {
    throw new AppError(
      'unprocessable',
      'This project cannot be published yet. Mend what is named, and publish again.',
      { fields },
    );
  }
};

export const createVersions = ({ knex, unitOfWork, publicUrl }: Needs) => ({
  /** Freezes the draft as the next version. The project's lock lets two at once take two numbers. */
  publish: (
    caller: Caller,
    projectId: number,
  ): Promise<EndpointResponse<'POST /api/projects/:project_id/publish'>> =>
    unitOfWork(async ({ trx, record }) => {
      const action = 'project.publish';
      const { project, scope } = await requireDraft(trx, caller, { project_id: projectId, action });
      const snapshot = snapshotOf(project, await listPrompts(trx, scope, projectId));
      requirePublishable(snapshot);
      const newest = await findNewestVersion(trx, scope, projectId);
      const version = await insertVersion(trx, scope, {
        project_id: projectId,
        number: (newest?.number ?? 0) + 1,
        published_by: caller.user_id,
        snapshot,
      });
      await updatePublishedNumber(trx, scope, { id: projectId, number: version.number });
      const told = { actor_id: caller.user_id, inserted: { versions: [version] } };
      announceProject({ record }, { scope, project, kind: 'project.published', ...told });
      const subject = { type: 'project', id: projectId };
      await audit(trx, caller, { action, team_id: scope.team_id, subject });
      return {
        version,
        join_url: new URL(`/join/${project.slug}`, publicUrl).href,
        embed_url: new URL(`/embed/${project.slug}`, publicUrl).href,
      };
    }),

  list: (
    caller: Caller,
    projectId: number,
  ): Promise<EndpointResponse<'GET /api/projects/:project_id/versions'>> =>
    readSnapshot(knex, async (trx) => {
      const { scope } = await requireProject(trx, caller, { project_id: projectId, action: 'project.read' });
      return { versions: await listVersions(trx, scope, projectId) };
    }),
});

export type Versions = ReturnType<typeof createVersions>;
