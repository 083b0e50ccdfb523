import type { Prompt } from '@convomatic/contracts';
import { useToast } from '@nuxt/ui/composables';
import { useSaving } from '../platform/saving.ts';
import { useProject } from '../projects/index.ts';
import { promptRequests } from './prompt-requests.ts';
import type { PromptText } from './prompt-requests.ts';
import { placeAfterMove } from './sequence.ts';

/** What one does to the prompts of the open project. Each answers whether it was saved. */
export const usePromptChanges = () => {
  const current = useProject();
  const saving = useSaving();
  const toast = useToast();

  const change = async (request: () => Promise<Prompt[]>): Promise<boolean> => {
    const isSaved = await saving.run(async () => {
      current.showPrompts(await request());
      return true;
    });
    return isSaved === true;
  };

  const add = async (text: PromptText): Promise<boolean> => {
    const projectId = current.project?.id;
    return projectId !== undefined && change(() => promptRequests.add(projectId, text));
  };

  const edit = (id: number, text: Partial<PromptText>): Promise<boolean> =>
    change(() => promptRequests.edit(id, text));

  const move = async (id: number, by: -1 | 1): Promise<boolean> => {
    const afterId = placeAfterMove(current.prompts, id, by);
    return afterId !== undefined && change(() => promptRequests.move(id, afterId));
  };

  const offerUndo = (id: number): void => {
    const undo = (): void => void change(() => promptRequests.restore(id));
    toast.add({
      title: 'Prompt removed',
      icon: 'i-lucide-trash-2',
      color: 'neutral',
      actions: [{ label: 'Undo', color: 'neutral', variant: 'outline', onClick: undo }],
    });
  };

  const remove = async (prompt: Prompt): Promise<boolean> => {
    const isRemoved = await change(() => promptRequests.remove(prompt));
    if (isRemoved) offerUndo(prompt.id);
    return isRemoved;
  };

  return { add, edit, move, remove };
};
