import type { Prompt } from '@convomatic/contracts';
import { t } from '../platform/language/language.ts';
import { useSaving } from '../platform/saving.ts';
import { useTell } from '../platform/tell.ts';
import { useProject } from '../projects/index.ts';
import { promptRequests } from './prompt-requests.ts';
import { placeAfterMove } from './sequence.ts';

/** What one does to the prompts of the open project. Most answer whether it was saved. */
export const usePromptChanges = () => {
  const current = useProject();
  const saving = useSaving();
  const tell = useTell();

  const show = async (request: () => Promise<Prompt[]>): Promise<Prompt[] | undefined> =>
    saving.run(async () => {
      const changed = await request();
      current.showPrompts(changed);
      return changed;
    });
  const change = async (request: () => Promise<Prompt[]>): Promise<boolean> =>
    (await show(request)) !== undefined;

  /** Answers the id of the new prompt, whose text is yet to be written; null when it was not added. */
  const add = async (offsetMs: number): Promise<number | null> => {
    const projectId = current.project?.id;
    if (projectId === undefined) return null;
    const [added] = (await show(() => promptRequests.add(projectId, offsetMs))) ?? [];
    return added?.id ?? null;
  };

  const retime = (id: number, offsetMs: number): Promise<boolean> =>
    change(() => promptRequests.retime(id, offsetMs));

  /** Says who gets it; names of nobody are for everyone. */
  const address = (id: number, names: Partial<Pick<Prompt, 'conditions' | 'roles'>>): Promise<boolean> =>
    change(() => promptRequests.address(id, names));

  const move = async (id: number, by: -1 | 1): Promise<boolean> => {
    const afterId = placeAfterMove(current.prompts, id, by);
    return afterId !== undefined && change(() => promptRequests.move(id, afterId));
  };

  const remove = async (prompt: Prompt): Promise<boolean> => {
    const isRemoved = await change(() => promptRequests.remove(prompt));
    if (isRemoved) tell.done(t('prompts.removed'), () => change(() => promptRequests.restore(prompt.id)));
    return isRemoved;
  };

  return { add, address, retime, move, remove };
};
