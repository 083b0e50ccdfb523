import type { Project, Prompt } from '@convomatic/contracts';
import { AppError } from '@convomatic/kit/errors';
import type { Knex } from 'knex';
import { nothingHere } from '../memberships/index.ts';
import type { Caller } from '../platform/caller.ts';
import { requireDraft } from '../projects/index.ts';
import { findPrompt } from './prompts.repository.ts';

export const readBack = async (trx: Knex, id: number): Promise<Prompt> => {
  const prompt = await findPrompt(trx, id);
  if (!prompt) throw nothingHere();
  return prompt;
};

type Found = { prompt: Prompt; project: Project };

/** A prompt, also a removed one, with its project locked; read again behind the lock. */
export const requirePrompt = async (trx: Knex, caller: Caller, id: number): Promise<Found> => {
  const found = await readBack(trx, id);
  const project = await requireDraft(trx, caller, found.project_id);
  return { project, prompt: await readBack(trx, id) };
};

export const requireInSequence = ({ prompt }: Found): void => {
  if (prompt.deleted_at !== null) throw new AppError('not_found', 'This prompt was removed.');
};
