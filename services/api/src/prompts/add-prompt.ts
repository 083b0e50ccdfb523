import type { Prompt } from '@convomatic/contracts';
import { AppError } from '@convomatic/kit/errors';
import type { Caller } from '../platform/caller.ts';
import type { Work } from '../platform/realtime/index.ts';
import type { TeamScope } from '../platform/scopes.ts';
import { announcePrompts } from './announce-prompts.ts';
import { auditPrompt } from './audit-prompt.ts';
import { placeAfter } from './prompt-order.ts';
import { insertPrompt, listOrder, updateRanks } from './prompts.repository.ts';
import type { PromptChange } from './prompts.repository.ts';
import { readBack } from './require-prompt.ts';

export type NewPrompt = Pick<Prompt, 'project_id' | 'body' | 'offset_ms'> &
  PromptChange & { after_id?: number | undefined };

export const requirePlace = (placed: number[] | undefined): number[] => {
  if (placed) return placed;
  throw new AppError(
    'unprocessable',
    'The prompt to put it after is no longer there. Load the project and choose another place.',
    {
      fields: { after_id: 'is no prompt of this project' },
    },
  );
};

/** Adds a prompt to a locked project, and tells the team. */
export const addPrompt = async (
  work: Work,
  caller: Caller,
  { scope, prompt }: { scope: TeamScope; prompt: NewPrompt },
): Promise<Prompt> => {
  const { trx } = work;
  const { after_id, ...row } = prompt;
  const order = await listOrder(trx, scope, row.project_id);
  const id = await insertPrompt(trx, scope, { ...row, rank: order.length + 1 });
  const placed = requirePlace(placeAfter(order, id, after_id ?? order.at(-1) ?? null));
  const ids = [id, ...(await updateRanks(trx, scope, placed))];
  announcePrompts(work, { scope, kind: 'prompt.created', ids, actor_id: caller.user_id });
  await auditPrompt(trx, caller, { scope, id, fields: ['rank', 'offset_ms', 'body'] });
  return readBack(trx, scope, id);
};
