import type { Page } from 'playwright-core';

/** What stands around every page of somebody who is signed in. */
export const dashboardFrame = (page: Page) => ({
  /** By the rail. */
  open: async (place: string): Promise<void> => {
    await page.getByRole('link', { name: place, exact: true }).click();
    await page.getByRole('heading', { level: 1, name: place, exact: true }).waitFor();
  },
  isAt: (title: string) => page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor(),
  signOut: async (): Promise<void> => {
    await page.getByRole('button', { name: /^Account menu of / }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('textbox', { name: 'E-mail' }).waitFor();
  },
  /** Said in passing, in the corner. */
  tells: (words: string) =>
    page
      .getByRole('region', { name: /^Notifications/ })
      .getByText(words)
      .waitFor(),
  /** A question about what cannot be undone is answered with yes. */
  agree: async (question: string, answer: string): Promise<void> => {
    const dialog = page.getByRole('dialog', { name: question });
    await dialog.getByRole('button', { name: answer, exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
  },
});
