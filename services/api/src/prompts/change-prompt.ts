import type { Work } from '../platform/realtime/index.ts';
import type { TeamScope } from '../platform/scopes.ts';
import { announcePrompts } from './announce-prompts.ts';
import { updatePrompt } from './prompts.repository.ts';
import type { PromptChange } from './prompts.repository.ts';

type Edit = { scope: TeamScope; id: number; change: PromptChange; actor_id: number | null };

/** Changes a prompt whose project is locked, and tells the team. */
export const changePrompt = async (work: Work, { scope, id, change, actor_id }: Edit): Promise<void> => {
  await updatePrompt(work.trx, scope, { id, change });
  announcePrompts(work, { scope, kind: 'prompt.updated', ids: [id], actor_id });
};
