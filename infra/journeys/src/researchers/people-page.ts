import type { Locator, Page } from 'playwright-core';
import { dashboardFrame } from './frame.ts';

/** Who is in the team, as an owner sees it. */
export const peoplePage = (page: Page) => {
  const members = page.getByRole('table', { name: 'Members' });

  return {
    row: (name: string): Locator => members.getByRole('row', { name: new RegExp(`^${name} `) }),
    role: (name: string): Promise<string> =>
      members
        .getByRole('combobox', { name: `Role of ${name}` })
        .locator('option:checked')
        .innerText(),
    setRole: async (name: string, role: 'Owner' | 'Editor' | 'Observer'): Promise<void> => {
      await members.getByRole('combobox', { name: `Role of ${name}` }).selectOption(role);
    },
    remove: async (name: string): Promise<void> => {
      await members.getByRole('button', { name: `Remove ${name}` }).click();
      await dashboardFrame(page).agree(`Remove ${name} from the team?`, 'Remove');
      await members.getByRole('row', { name: new RegExp(`^${name} `) }).waitFor({ state: 'detached' });
    },
  };
};
