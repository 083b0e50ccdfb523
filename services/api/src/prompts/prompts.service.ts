import type { Prompt } from '@convomatic/contracts';
import { isDeepStrictEqual } from 'node:util';
import type { TextWritten } from '../documents/index.ts';
import type { Caller } from '../platform/caller.ts';
import type { UnitOfWork } from '../platform/realtime/index.ts';
import { requireDraft } from '../projects/index.ts';
import { addPrompt, requirePlace } from './add-prompt.ts';
import type { NewPrompt } from './add-prompt.ts';
import { announcePrompts } from './announce-prompts.ts';
import { auditPrompt } from './audit-prompt.ts';
import { changePrompt } from './change-prompt.ts';
import { requireFile } from './prompt-assets.ts';
import { placeAfter } from './prompt-order.ts';
import { listOrder, listPrompts, updateRanks } from './prompts.repository.ts';
import type { PromptChange } from './prompts.repository.ts';
import { removePrompt, restorePrompt } from './remove-prompt.ts';
import { readBack, requireInSequence, requirePrompt } from './require-prompt.ts';

type Needs = {
  unitOfWork: UnitOfWork;
  /** Told of each body that is written here. */
  textWritten: TextWritten;
};

/** Everything here is done under the project's lock, so that two people's changes follow one another. */
export const createPrompts = ({ unitOfWork, textWritten }: Needs) => ({
  add: (caller: Caller, prompt: NewPrompt): Promise<Prompt> =>
    unitOfWork(async (work) => {
      const { project_id, asset } = prompt;
      const { scope } = await requireDraft(work.trx, caller, { project_id, action: 'project.update' });
      await requireFile(work.trx, scope, { project_id, asset });
      return addPrompt(work, caller, { scope, prompt });
    }),

  duplicate: (caller: Caller, id: number): Promise<Prompt> =>
    unitOfWork(async (work) => {
      const found = await requirePrompt(work.trx, caller, { prompt_id: id, action: 'project.update' });
      requireInSequence(found);
      const { scope, prompt } = found;
      return addPrompt(work, caller, { scope, prompt: { ...prompt, after_id: id } });
    }),

  edit: (caller: Caller, id: number, change: PromptChange): Promise<Prompt> =>
    unitOfWork(async (work) => {
      const { trx } = work;
      const found = await requirePrompt(trx, caller, { prompt_id: id, action: 'project.update' });
      requireInSequence(found);
      const { scope, prompt } = found;
      await requireFile(trx, scope, { project_id: prompt.project_id, asset: change.asset });
      if (change.body && !isDeepStrictEqual(change.body, prompt.body))
        await textWritten(trx, { type: 'prompt', id, field: 'body' });
      await changePrompt(work, { scope, id, change, actor_id: caller.user_id });
      await auditPrompt(trx, caller, { scope, id, fields: Object.keys(change) });
      return readBack(trx, scope, id);
    }),

  /** Answers the whole sequence: two people who move at once end with the same order. */
  move: (caller: Caller, id: number, afterId: number | null): Promise<Prompt[]> =>
    unitOfWork(async ({ trx, record }) => {
      const found = await requirePrompt(trx, caller, { prompt_id: id, action: 'project.update' });
      requireInSequence(found);
      const { project, scope } = found;
      const placed = requirePlace(placeAfter(await listOrder(trx, scope, project.id), id, afterId));
      const ids = await updateRanks(trx, scope, placed);
      announcePrompts({ record }, { scope, kind: 'prompt.moved', ids, actor_id: caller.user_id });
      await auditPrompt(trx, caller, { scope, id, fields: ['rank'] });
      return listPrompts(trx, scope, project.id);
    }),

  remove: (caller: Caller, id: number): Promise<void> => unitOfWork((work) => removePrompt(work, caller, id)),

  restore: (caller: Caller, id: number): Promise<Prompt> =>
    unitOfWork((work) => restorePrompt(work, caller, id)),
});

export type Prompts = ReturnType<typeof createPrompts>;
