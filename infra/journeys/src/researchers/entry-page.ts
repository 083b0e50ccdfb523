import type { Page } from 'playwright-core';

/** The way in, as whoever is not signed in sees it. */
export const entryPage = (page: Page) => {
  const email = page.getByRole('textbox', { name: 'E-mail' });
  const code = page.getByRole('textbox', { name: 'Code of six digits' });

  return {
    email,
    isShown: () => email.waitFor(),
    /** Led here, and told why. */
    says: (words: string | RegExp) => page.getByRole('alert').filter({ hasText: words }).waitFor(),
    ask: async (address: string): Promise<void> => {
      await email.fill(address);
      await page.getByRole('button', { name: 'Send the link' }).click();
      await page.getByRole('heading', { name: 'Look in your mail' }).waitFor();
    },
    /** As the mail program opens it: nothing has happened before the click. */
    openLink: async (link: string): Promise<void> => {
      await page.goto(link);
      await page.getByRole('heading', { name: 'Sign in to Convomatic' }).waitFor();
    },
    confirm: () => page.getByRole('button', { name: 'Sign in', exact: true }).click(),
    code,
    /** Copied in the mail program, with what else was marked there. */
    pasteCode: async (digits: string): Promise<void> => {
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await page.evaluate((text) => navigator.clipboard.writeText(text), ` ${digits} `);
      await code.focus();
      await page.keyboard.press('Control+a');
      await page.keyboard.press('Control+v');
    },
    goOnWithSchool: () => page.getByRole('button', { name: 'Continue with Example School' }).click(),
  };
};
