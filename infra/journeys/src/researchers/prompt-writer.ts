import type { Page } from 'playwright-core';

const keyMs = 60;

/** Somebody who types in one prompt of the open project, and what their page shows of it. */
export const promptWriter = (page: Page, number: number) => {
  const text = page.getByRole('textbox', { name: `Text of prompt ${String(number)}` });
  const says = (words: string) => page.getByRole('status').filter({ hasText: words }).waitFor();

  return {
    page,
    empty: async (): Promise<void> => {
      await text.click();
      await page.keyboard.press('Control+a');
      await page.keyboard.press('Delete');
    },
    goTo: async (end: 'Home' | 'End'): Promise<void> => {
      await text.click();
      await page.keyboard.press(`Control+${end}`);
    },
    /** Key by key, as people do. */
    type: (words: string) => page.keyboard.type(words, { delay: keyMs }),
    /** Without the names of the others' cursors. */
    reads: (): Promise<string> =>
      text.evaluate((element) => {
        const copy = element.cloneNode(true) as Element;
        for (const caret of copy.querySelectorAll('.collaboration-carets__caret')) caret.remove();
        return [...copy.children].map((block) => block.textContent).join('\n');
      }),
    seesCursorOf: (name: string) => text.locator('.collaboration-carets__label', { hasText: name }).waitFor(),
    isSaved: () => says('Saved'),
    isOffline: () => says('Offline: kept in this page'),
  };
};

export type PromptWriter = ReturnType<typeof promptWriter>;
