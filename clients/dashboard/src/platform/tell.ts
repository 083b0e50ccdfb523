import { useToast } from '@nuxt/ui/composables';
import { explain } from './api.ts';
import { t } from './language/language.ts';

interface Tell {
  /** Says what was done; `undo` takes it back. */
  done: (title: string, undo?: () => Promise<unknown>) => void;
  failed: (title: string, error: unknown) => void;
}

/** What is said in passing, in the corner of the page. */
export const useTell = (): Tell => {
  const toast = useToast();

  const failed: Tell['failed'] = (title, error) => {
    toast.add({ title, description: explain(error), color: 'error' });
  };

  const done: Tell['done'] = (title, undo) => {
    const takeBack = async (): Promise<void> => {
      toast.remove(shown.id);
      try {
        await undo?.();
      } catch (error) {
        failed(t('platform.not_undone'), error);
      }
    };
    const onClick = (): void => void takeBack();
    // With its action from the start: a toast that was just added waits in a queue, and takes no change there.
    const shown = toast.add({
      ...{ title, color: 'neutral', icon: 'i-lucide-check' },
      actions: undo ? [{ label: t('platform.undo'), color: 'neutral', variant: 'outline', onClick }] : [],
    });
  };
  return { done, failed };
};
