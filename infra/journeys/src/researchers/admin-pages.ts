import type { Locator, Page } from 'playwright-core';
import { dashboardFrame } from './frame.ts';

interface Announcement {
  kind: 'News' | 'Maintenance' | 'Incident' | 'New version';
  text: string;
}

/** The pages of an admin. */
export const adminPages = (page: Page) => {
  const users = page.getByRole('table', { name: 'Users' });
  const row = (name: string): Locator => users.getByRole('row', { name: new RegExp(`^${name}\\b`) });

  return {
    row,
    /** Until nobody else is shown. */
    find: async (text: string): Promise<void> => {
      await page.getByRole('searchbox', { name: 'Search by name or address' }).fill(text);
      await users.locator('tbody tr').nth(1).waitFor({ state: 'detached' });
    },
    make: async (name: string, role: 'User' | 'Staff' | 'Admin'): Promise<void> => {
      await users.getByRole('combobox', { name: `Platform role of ${name}` }).selectOption(role);
      await dashboardFrame(page).agree(`Give ${name} another role: ${role}?`, `Make ${role}`);
    },
    choose: async (name: string, action: string): Promise<void> => {
      await users.getByRole('button', { name: `What to do with ${name}` }).click();
      await page.getByRole('menuitem', { name: action }).click();
    },
    announce: async ({ kind, text }: Announcement): Promise<void> => {
      await page.getByRole('radio', { name: kind }).check();
      await page.getByRole('textbox', { name: 'Text' }).fill(text);
      await page.getByRole('button', { name: 'Send to everybody' }).click();
      await dashboardFrame(page).agree('Send this notice to everybody?', 'Send to everybody');
    },
  };
};
