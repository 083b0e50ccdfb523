import type { Prompt } from '@convomatic/contracts';
import { AppError } from '@convomatic/kit/errors';
import { isDeepStrictEqual } from 'node:util';
import type { TextWritten } from '../documents/index.ts';
import type { Caller } from '../platform/caller.ts';
import type { UnitOfWork } from '../platform/realtime/index.ts';
import { requireDraft } from '../projects/index.ts';
import { announcePrompts } from './announce-prompts.ts';
import { auditPrompt } from './audit-prompt.ts';
import { changePrompt } from './change-prompt.ts';
import { placeAfter } from './prompt-order.ts';
import { insertPrompt, listOrder, listPrompts, updateRanks } from './prompts.repository.ts';
import type { PromptChange } from './prompts.repository.ts';
import { removePrompt, restorePrompt } from './remove-prompt.ts';
import { readBack, requireInSequence, requirePrompt } from './require-prompt.ts';

type NewPrompt = Pick<Prompt, 'project_id' | 'body' | 'offset_ms'> & { after_id?: number | undefined };

const notInSequence = (): AppError =>
  new AppError(
    'unprocessable',
    'The prompt to put it after is no longer there. Load the project and choose another place.',
    {
      fields: { after_id: 'is no prompt of this project' },
    },
  );

type Needs = {
  unitOfWork: UnitOfWork;
  /** Told of each body that is written here. */
  textWritten: TextWritten;
};

/** Everything here is done under the project's lock, so that two people's changes follow one another. */
export const createPrompts = ({ unitOfWork, textWritten }: Needs) => ({
  add: (caller: Caller, { project_id, body, offset_ms, after_id }: NewPrompt): Promise<Prompt> =>
    unitOfWork(async ({ trx, record }) => {
      const { scope } = await requireDraft(trx, caller, { project_id, action: 'project.update' });
      const order = await listOrder(trx, scope, project_id);
      const rank = order.length + 1;
      const id = await insertPrompt(trx, scope, { project_id, rank, offset_ms, body });
      const placed = placeAfter(order, id, after_id ?? order.at(-1) ?? null);
      if (!placed) throw notInSequence();
      const ids = [id, ...(await updateRanks(trx, scope, placed))];
      announcePrompts({ record }, { scope, kind: 'prompt.created', ids, actor_id: caller.user_id });
      await auditPrompt(trx, caller, { scope, id, fields: ['rank', 'offset_ms', 'body'] });
      return readBack(trx, scope, id);
    }),

  edit: (caller: Caller, id: number, change: PromptChange): Promise<Prompt> =>
    unitOfWork(async (work) => {
      const { trx } = work;
      const found = await requirePrompt(trx, caller, { prompt_id: id, action: 'project.update' });
      requireInSequence(found);
      const { scope, prompt } = found;
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
      const placed = placeAfter(await listOrder(trx, scope, project.id), id, afterId);
      if (!placed) throw notInSequence();
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
