import type { Project, Prompt } from '@convomatic/contracts';
import type { Action } from '@convomatic/contracts/names';
import { AppError } from '@convomatic/kit/errors';
import type { Knex } from 'knex';
import { nothingHere, requirePermission } from '../memberships/index.ts';
import type { Caller } from '../platform/caller.ts';
import type { TeamScope } from '../platform/scopes.ts';
import { lockProject } from '../projects/index.ts';
import { findPrompt, findTeamOfPrompt } from './prompts.repository.ts';

export const readBack = async (trx: Knex, scope: TeamScope, id: number): Promise<Prompt> => {
  const prompt = await findPrompt(trx, scope, id);
  if (!prompt) throw nothingHere();
  return prompt;
};

type Demand = { prompt_id: number; action: Action };
type Found = { prompt: Prompt; project: Project; scope: TeamScope };

/** A prompt, also a removed one, with its project locked; read again behind the lock. */
export const requirePrompt = async (
  trx: Knex,
  caller: Caller,
  { prompt_id, action }: Demand,
): Promise<Found> => {
  const team_id = await findTeamOfPrompt(trx, prompt_id);
  if (team_id === undefined) throw nothingHere();
  const scope = await requirePermission(trx, caller, { team_id, action });
  const { project_id } = await readBack(trx, scope, prompt_id);
  const project = await lockProject(trx, scope, project_id);
  if (!project) throw nothingHere();
  return { project, scope, prompt: await readBack(trx, scope, prompt_id) };
};

export const requireInSequence = ({ prompt }: Found): void => {
  if (prompt.deleted_at !== null) {
    throw new AppError('not_found', 'This prompt was removed. Restore it, or load the project again.');
  }
};
