import type { EndpointResponse, Snapshot, VersionDiff } from '@convomatic/contracts';
import type { Knex } from 'knex';
import { nothingHere } from '../memberships/index.ts';
import type { Caller } from '../platform/caller.ts';
import { readSnapshot } from '../platform/realtime/index.ts';
import { requireProject } from '../projects/index.ts';
import { createPublishVersion } from './publish-version.ts';
import { readDraftSnapshot } from './read-draft.ts';
import { createRestoreVersion } from './restore-version.ts';
import { diffSnapshots } from './version-diff.ts';
import { findVersion, listVersions } from './versions.repository.ts';

type Needs = { knex: Knex } & Parameters<typeof createPublishVersion>[0] &
  Parameters<typeof createRestoreVersion>[0];

type Pair = { project_id: number; from: number; to: number | 'draft' };

export const createVersions = ({ knex, ...needs }: Needs) => ({
  publish: createPublishVersion(needs),
  restore: createRestoreVersion(needs),

  list: (
    caller: Caller,
    projectId: number,
  ): Promise<EndpointResponse<'GET /api/projects/:project_id/versions'>> =>
    readSnapshot(knex, async (trx) => {
      const { scope } = await requireProject(trx, caller, { project_id: projectId, action: 'project.read' });
      return { versions: await listVersions(trx, scope, projectId) };
    }),

  diff: (caller: Caller, { project_id, from, to }: Pair): Promise<VersionDiff> =>
    readSnapshot(knex, async (trx) => {
      const { project, scope } = await requireProject(trx, caller, { project_id, action: 'project.read' });
      const read = async (number: Pair['to']): Promise<Snapshot> => {
        if (number === 'draft') return readDraftSnapshot(trx, scope, project);
        const version = await findVersion(trx, scope, { project_id, number });
        if (!version) throw nothingHere();
        return version.snapshot;
      };
      return diffSnapshots(await read(from), await read(to));
    }),
});

export type Versions = ReturnType<typeof createVersions>;
