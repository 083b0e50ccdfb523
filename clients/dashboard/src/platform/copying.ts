import { ref } from 'vue';
import type { Ref } from 'vue';

const shownMs = 2_000;

/** Puts a text into the clipboard, and says so for a moment. */
export const useCopying = (): { isCopied: Ref<boolean>; copy: (text: string) => Promise<void> } => {
  const isCopied = ref(false);
  const copy = async (text: string): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      isCopied.value = true;
      setTimeout(() => {
        isCopied.value = false;
      }, shownMs);
    } catch {
      // Pages without HTTPS have no clipboard: the text is on the page, to be selected by hand.
      isCopied.value = false;
    }
  };
  return { isCopied, copy };
};
