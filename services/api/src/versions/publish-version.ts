import type { EndpointResponse, Project, Snapshot, Version } from '@convomatic/contracts';
import { AppError } from '@convomatic/kit/errors';
import type { Knex } from 'knex';
import { audit } from '../platform/audit.ts';
import type { Caller } from '../platform/caller.ts';
import type { UnitOfWork } from '../platform/realtime/index.ts';
import type { TeamScope } from '../platform/scopes.ts';
import {
  announceProject,
  requireDraft,
  requirePublishedStatus,
  updatePublishing,
} from '../projects/index.ts';
import { findMissingFiles } from '../prompts/index.ts';
import { openFirstRun } from '../runs/index.ts';
import { findPublishProblems } from './publish.policy.ts';
import { readDraftSnapshot } from './read-draft.ts';
import { findNewestVersion, insertVersion } from './versions.repository.ts';

type Needs = { unitOfWork: UnitOfWork; publicUrl: string };
type Published = EndpointResponse<'POST /api/projects/:project_id/publish'>;
type Draft = { scope: TeamScope; project: Project };

/** What the draft would freeze, if all of it is right. */
const requirePublishable = async (trx: Knex, { scope, project }: Draft): Promise<Snapshot> => {
  const snapshot = await readDraftSnapshot(trx, scope, project);
  const { prompts } = snapshot;
  const missingFiles = await findMissingFiles(trx, scope, { project_id: project.id, prompts });
  const fields = findPublishProblems({ ...snapshot, missingFiles });
  if (Object.keys(fields).length === 0) return snapshot;
  throw new AppError(
    'unprocessable',
    'This project cannot be published yet. Mend what is named, and publish again.',
    { fields },
  );
};

const freeze = async (trx: Knex, { scope, project }: Draft, published_by: number): Promise<Version> => {
  const snapshot = await requirePublishable(trx, { scope, project });
  const number = ((await findNewestVersion(trx, scope, project.id))?.number ?? 0) + 1;
  return insertVersion(trx, scope, { project_id: project.id, number, published_by, snapshot });
};

/** Freezes the draft as the next version. The project's lock lets two at once take two numbers. */
export const createPublishVersion =
  ({ unitOfWork, publicUrl }: Needs) =>
  (caller: Caller, project_id: number): Promise<Published> =>
    unitOfWork(async (work) => {
      const { trx } = work;
      const [action, actor_id] = ['project.publish', caller.user_id] as const;
      const { project, scope } = await requireDraft(trx, caller, { project_id, action });
      const status = requirePublishedStatus(project);
      const version = await freeze(trx, { scope, project }, actor_id);
      await updatePublishing(trx, scope, { id: project_id, status, published_number: version.number });
      const told = { actor_id, inserted: { versions: [version] } };
      announceProject(work, { scope, project, kind: 'project.published', ...told });
      await openFirstRun(work, { scope, project, actor_id });
      const subject = { type: 'project', id: project_id };
      await audit(trx, caller, { action, team_id: scope.team_id, subject });
      return {
        version,
        join_url: new URL(`/join/${project.slug}`, publicUrl).href,
        embed_url: new URL(`/embed/${project.slug}`, publicUrl).href,
      };
    });
