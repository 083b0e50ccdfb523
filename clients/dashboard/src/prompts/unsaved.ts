import { onBeforeUnmount } from 'vue';

interface UnsavedOptions {
  isChanged: () => boolean;
  /** Answers whether it was saved. */
  save: () => Promise<boolean>;
}

/** An open editor whose text outlives it: opening another card or page saves, only Cancel throws away. */
export const useUnsaved = ({ isChanged, save }: UnsavedOptions) => {
  let isSettled = false;

  /** Answers whether the editor may close. */
  const settle = async (how: 'save' | 'discard'): Promise<boolean> => {
    if (isSettled) return false;
    isSettled = true;
    if (how === 'save' && isChanged()) isSettled = await save();
    return isSettled;
  };

  const warn = (event: BeforeUnloadEvent): void => {
    if (!isSettled && isChanged()) event.preventDefault();
  };
  addEventListener('beforeunload', warn);
  onBeforeUnmount(() => {
    removeEventListener('beforeunload', warn);
    void settle('save');
  });
  return { settle };
};
