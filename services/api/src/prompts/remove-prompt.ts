import type { Prompt } from '@convomatic/contracts';
import type { Caller } from '../platform/caller.ts';
import type { Work } from '../platform/realtime/index.ts';
import { announcePrompts } from './announce-prompts.ts';
import { auditPrompt } from './audit-prompt.ts';
import { placeAtRank } from './prompt-order.ts';
import { listOrder, updatePromptRemoval, updateRanks } from './prompts.repository.ts';
import { readBack, requireInSequence, requirePrompt } from './require-prompt.ts';

export const removePrompt = async (work: Work, caller: Caller, id: number): Promise<void> => {
  const { trx } = work;
  const found = await requirePrompt(trx, caller, { prompt_id: id, action: 'project.update' });
  requireInSequence(found);
  const { project, scope } = found;
  await updatePromptRemoval(trx, scope, { id, isRemoved: true });
  const ids = [id, ...(await updateRanks(trx, scope, await listOrder(trx, scope, project.id)))];
  announcePrompts(work, { scope, kind: 'prompt.removed', ids, actor_id: caller.user_id });
  await auditPrompt(trx, caller, { scope, id, fields: ['deleted_at'] });
};

/** Puts a removed prompt back where it was; one that is there stays as it is. */
export const restorePrompt = async (work: Work, caller: Caller, id: number): Promise<Prompt> => {
  const { trx } = work;
  const { prompt, project, scope } = await requirePrompt(trx, caller, {
    prompt_id: id,
    action: 'project.update',
  });
  if (prompt.deleted_at === null) return prompt;
  const order = placeAtRank(await listOrder(trx, scope, project.id), id, prompt.rank);
  await updatePromptRemoval(trx, scope, { id, isRemoved: false });
  const ids = [id, ...(await updateRanks(trx, scope, order))];
  announcePrompts(work, { scope, kind: 'prompt.created', ids, actor_id: caller.user_id });
  await auditPrompt(trx, caller, { scope, id, fields: ['deleted_at'] });
  return readBack(trx, scope, id);
};
