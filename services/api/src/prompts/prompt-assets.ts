import type { Prompt } from '@convomatic/contracts';
import { AppError } from '@convomatic/kit/errors';
import type { Knex } from 'knex';
import type { TeamScope } from '../platform/scopes.ts';
import { listFiles } from './prompts.repository.ts';

type Shown = Pick<Prompt, 'id' | 'asset'>;

/** Ids of those of these prompts whose file is not, or no longer, one of their project's. */
export const findMissingFiles = async (
  trx: Knex,
  scope: TeamScope,
  { project_id, prompts }: { project_id: number; prompts: Shown[] },
): Promise<number[]> => {
  const wanted = prompts.flatMap(({ id, asset }) =>
    asset === null || asset.kind === 'link' ? [] : [{ id, asset }],
  );
  const files = await listFiles(trx, scope, {
    project_id,
    ids: wanted.map(({ asset }) => asset.asset_id),
  });
  return wanted
    .filter(({ asset }) => !files.some(({ id, kind }) => id === asset.asset_id && kind === asset.kind))
    .map(({ id }) => id);
};

/** A prompt shows files of its own project alone. */
export const requireFile = async (
  trx: Knex,
  scope: TeamScope,
  { project_id, asset }: { project_id: number; asset: Prompt['asset'] | undefined },
): Promise<void> => {
  if (asset === undefined) return;
  const missing = await findMissingFiles(trx, scope, { project_id, prompts: [{ id: 0, asset }] });
  if (missing.length === 0) return;
  throw new AppError('unprocessable', 'This file is no longer there. Upload it again, or choose another.', {
    fields: { asset: 'is no file of this project' },
  });
};
