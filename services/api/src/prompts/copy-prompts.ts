import type { Prompt } from '@convomatic/contracts';
import type { Work } from '../platform/realtime/index.ts';
import type { TeamScope } from '../platform/scopes.ts';
import { announcePrompts } from './announce-prompts.ts';
import { insertPrompt, listPrompts } from './prompts.repository.ts';

type Copy = { scope: TeamScope; from: number; to: number; actor_id: number };

/** Files belong to one project, which may remove them: a copy of their bytes is not made here. */
const withoutFile = ({ asset }: Prompt): Prompt['asset'] => (asset?.kind === 'link' ? asset : null);

/** Puts a project's sequence into another one that has none, and tells the team. */
export const copyPrompts = async (work: Work, { scope, from, to, actor_id }: Copy): Promise<void> => {
  const ids: number[] = [];
  for (const prompt of await listPrompts(work.trx, scope, from)) {
    const copy = { ...prompt, project_id: to, asset: withoutFile(prompt) };
    ids.push(await insertPrompt(work.trx, scope, copy));
  }
  if (ids.length > 0) announcePrompts(work, { scope, kind: 'prompt.created', ids, actor_id });
};
