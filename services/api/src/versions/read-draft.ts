import type { Project, Prompt } from '@convomatic/contracts';
import type { Knex } from 'knex';
import { isDeepStrictEqual } from 'node:util';
import { listPrompts } from '../prompts/index.ts';
import { snapshotOf } from './snapshot.ts';
import { findVersion } from './versions.repository.ts';

/** A draft's prompts, and whether participants would get something else than from the newest version. */
export const readDraft = async (
  trx: Knex,
  project: Project,
): Promise<{ prompts: Prompt[]; changed: boolean }> => {
  const prompts = await listPrompts(trx, project.id);
  const newest = await findVersion(trx, project.id, 'newest');
  return { prompts, changed: !isDeepStrictEqual(newest?.snapshot, snapshotOf(project, prompts)) };
};
