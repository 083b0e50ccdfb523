import type { FrozenPrompt, Prompt } from '@convomatic/contracts';
import { isDeepStrictEqual } from 'node:util';
import type { TextWritten } from '../documents/index.ts';
import type { Work } from '../platform/realtime/index.ts';
import type { TeamScope } from '../platform/scopes.ts';
import { announcePrompts } from './announce-prompts.ts';
import {
  findPrompts,
  listPrompts,
  updatePrompt,
  updatePromptRemoval,
  updateRanks,
} from './prompts.repository.ts';

type Sequence = { scope: TeamScope; project_id: number; prompts: FrozenPrompt[]; actor_id: number };

const changing = ['offset_ms', 'body', 'asset', 'conditions', 'roles'] as const;

/** Only what differs is written, so that nobody who types in another text is disturbed. */
const changeOf = (now: Prompt, then: FrozenPrompt): Partial<FrozenPrompt> =>
  Object.fromEntries(
    changing
      .filter((field) => !isDeepStrictEqual(now[field], then[field]))
      .map((field) => [field, then[field]]),
  );

/** Makes a locked project's sequence what it once was, prompt by prompt, also those that were removed since. */
export const replacePrompts = async (
  work: Work,
  { scope, project_id, prompts, actor_id }: Sequence,
  textWritten: TextWritten,
): Promise<void> => {
  const { trx } = work;
  const order = prompts.map(({ id }) => id);
  const known = await findPrompts(trx, scope, order);
  const changed = new Set<number>();
  for (const then of prompts) {
    const now = known.find(({ id }) => id === then.id);
    if (!now) throw new Error(`prompt ${String(then.id)} of a version is gone`);
    const change = changeOf(now, then);
    if (now.deleted_at !== null) await updatePromptRemoval(trx, scope, { id: then.id, isRemoved: false });
    if (change.body) await textWritten(trx, { type: 'prompt', id: then.id, field: 'body' });
    if (Object.keys(change).length > 0) await updatePrompt(trx, scope, { id: then.id, change });
    if (now.deleted_at !== null || Object.keys(change).length > 0) changed.add(then.id);
  }
  const later = (await listPrompts(trx, scope, project_id)).filter(({ id }) => !order.includes(id));
  for (const { id } of later) await updatePromptRemoval(trx, scope, { id, isRemoved: true });
  for (const id of await updateRanks(trx, scope, order)) changed.add(id);
  announcePrompts(work, { scope, kind: 'prompt.updated', ids: [...changed], actor_id });
  announcePrompts(work, { scope, kind: 'prompt.removed', ids: later.map(({ id }) => id), actor_id });
};
