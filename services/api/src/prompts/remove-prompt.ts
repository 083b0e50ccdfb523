import type { Prompt } from '@convomatic/contracts';
import type { Caller } from '../platform/caller.ts';
import type { Work } from '../platform/realtime/index.ts';
import { announcePrompts } from './announce-prompts.ts';
import { placeAtRank } from './prompt-order.ts';
import { listOrder, updatePromptRemoval, updateRanks } from './prompts.repository.ts';
import { readBack, requireInSequence, requirePrompt } from './require-prompt.ts';

export const removePrompt = async (work: Work, caller: Caller, id: number): Promise<void> => {
  const { trx } = work;
  const found = await requirePrompt(trx, caller, id);
  requireInSequence(found);
  const { project } = found;
  await updatePromptRemoval(trx, id, true);
  const ids = [id, ...(await updateRanks(trx, await listOrder(trx, project.id)))];
  announcePrompts(work, { project, kind: 'prompt.removed', ids, actor_id: caller.user_id });
};

/** Puts a removed prompt back where it was; one that is there stays as it is. */
export const restorePrompt = async (work: Work, caller: Caller, id: number): Promise<Prompt> => {
  const { trx } = work;
  const { prompt, project } = await requirePrompt(trx, caller, id);
  if (prompt.deleted_at === null) return prompt;
  const order = placeAtRank(await listOrder(trx, project.id), id, prompt.rank);
  await updatePromptRemoval(trx, id, false);
  const ids = [id, ...(await updateRanks(trx, order))];
  announcePrompts(work, { project, kind: 'prompt.created', ids, actor_id: caller.user_id });
  return readBack(trx, id);
};
