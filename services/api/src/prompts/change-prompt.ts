import type { Project } from '@convomatic/contracts';
import type { Work } from '../platform/realtime/index.ts';
import { announcePrompts } from './announce-prompts.ts';
import { updatePrompt } from './prompts.repository.ts';
import type { PromptChange } from './prompts.repository.ts';

type Edit = { project: Pick<Project, 'team_id'>; id: number; change: PromptChange; actor_id: number | null };

/** Changes a prompt whose project is locked, and tells the team. */
export const changePrompt = async (work: Work, { project, id, change, actor_id }: Edit): Promise<void> => {
  await updatePrompt(work.trx, id, change);
  announcePrompts(work, { project, kind: 'prompt.updated', ids: [id], actor_id });
};
