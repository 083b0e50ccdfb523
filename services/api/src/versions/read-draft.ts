import type { Project, Prompt, Snapshot } from '@convomatic/contracts';
import type { Knex } from 'knex';
import { isDeepStrictEqual } from 'node:util';
import type { TeamScope } from '../platform/scopes.ts';
import { listPrompts } from '../prompts/index.ts';
import { snapshotOf } from './snapshot.ts';
import { findNewestVersion } from './versions.repository.ts';

/** A draft's prompts, and whether participants would get something else than from the newest version. */
export const readDraft = async (
  trx: Knex,
  scope: TeamScope,
  project: Project,
): Promise<{ prompts: Prompt[]; changed: boolean }> => {
  const prompts = await listPrompts(trx, scope, project.id);
  const newest = await findNewestVersion(trx, scope, project.id);
  return { prompts, changed: !isDeepStrictEqual(newest?.snapshot, snapshotOf(project, prompts)) };
};

/** What publishing would freeze now. */
export const readDraftSnapshot = async (trx: Knex, scope: TeamScope, project: Project): Promise<Snapshot> =>
  snapshotOf(project, await listPrompts(trx, scope, project.id));
