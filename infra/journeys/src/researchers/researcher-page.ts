import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';

/** What a researcher does and sees, in the words of the dashboard. */
export const researcherPage = (page: Page) => {
  const transcript = page.getByRole('log', { name: 'Transcript' });

  return {
    page,
    /** From the link that was sent: opening it is not enough, the person has to say so. */
    signIn: async (token: string): Promise<void> => {
      await page.goto(`/sign-in#token=${token}`);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('heading', { name: 'Projects' }).waitFor();
    },
    openProject: async (name: string): Promise<void> => {
      await page.getByRole('link', { name, exact: true }).click();
      await page.getByRole('heading', { name, exact: true }).waitFor();
    },
    openTab: async (name: 'Design' | 'Live' | 'Data' | 'Settings'): Promise<void> => {
      const tab = page.getByRole('navigation', { name: 'Project' }).getByRole('link', { name });
      await tab.click();
      await page.locator('[aria-current=page]').filter({ hasText: name }).waitFor();
    },
    addPrompt: async ({ text, at }: { text: string; at: string }): Promise<void> => {
      await page.getByRole('button', { name: 'Prompt', exact: true }).click();
      // The new one stands last, and takes what is typed.
      const written = page.getByRole('textbox', { name: /^Text of prompt \d+$/ }).last();
      await written.and(page.locator(':focus')).waitFor();
      await page.keyboard.insertText(text);
      const time = page.getByRole('textbox', { name: /^Time of prompt \d+$/ }).last();
      await time.fill(at);
      await time.press('Enter');
      await page.getByRole('article', { name: new RegExp(`^Prompt \\d+ at ${at}$`) }).waitFor();
    },
    /** Answers the link for participants. */
    publish: async (): Promise<string> => {
      await page.getByRole('button', { name: /^Publish v\d+$/ }).click();
      const dialog = page.getByRole('dialog', { name: /^Version \d+ is live$/ });
      const link = await dialog.getByRole('textbox', { name: 'Link for participants' }).inputValue();
      await dialog.getByRole('button', { name: 'Done' }).click();
      await dialog.waitFor({ state: 'hidden' });
      return link;
    },
    watchOnlySession: async (): Promise<void> => {
      await page.getByRole('list', { name: 'Sessions' }).getByRole('button').click();
      await transcript.waitFor();
    },
    sees: (text: string) => transcript.getByText(text).waitFor(),
    /** The texts of messages and prompts, top to bottom. */
    transcript: (): Promise<string[]> =>
      transcript.evaluate((log) =>
        [...log.children].map((line) =>
          (line.querySelector('[aria-label=Prompt]') ?? line.lastElementChild ?? line).textContent.trim(),
        ),
      ),
    /** The file that a click on the table's link saves. */
    download: async (format: 'CSV' | 'JSON Lines'): Promise<string> => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: new RegExp(`^Download session \\d+ as ${format}$`) }).click(),
      ]);
      return readFile(await download.path(), 'utf8');
    },
  };
};
