import type { Page } from 'playwright-core';

type Role = 'Owner' | 'Editor' | 'Observer';

const choose = async (page: Page, role: Role): Promise<void> => {
  await page.getByRole('navigation', { name: 'Team' }).getByRole('link', { name: 'People' }).click();
  await page.getByRole('radio', { name: role }).check();
};

/** On the page of people: answers a link by which one person joins. */
export const inviteByLink = async (page: Page, role: Role): Promise<string> => {
  await choose(page, role);
  await page.getByRole('button', { name: 'Make a link' }).click();
  return page.getByRole('textbox', { name: /^Link for one/ }).inputValue();
};

export const inviteByMail = async (
  page: Page,
  { role, email }: { role: Role; email: string },
): Promise<void> => {
  await choose(page, role);
  await page.getByRole('textbox', { name: 'E-mail (optional)' }).fill(email);
  await page.getByRole('button', { name: 'Send invitation' }).click();
  await page.getByText(`An invitation is on its way to ${email}`).first().waitFor();
};

interface Newcomer {
  link: string;
  email: string;
  readToken: (email: string) => Promise<string>;
}

/** Somebody without an account follows an invitation: signs in by mail, comes back to it, and joins. */
export const joinByLink = async (page: Page, { link, email, readToken }: Newcomer): Promise<void> => {
  const { pathname, hash } = new URL(link);
  await page.goto(pathname + hash);
  await page.getByText('You are invited to a team.').waitFor();
  await page.getByRole('textbox', { name: 'E-mail' }).fill(email);
  await page.getByRole('button', { name: 'Send the link' }).click();
  await page.getByRole('heading', { name: 'Look in your mail' }).waitFor();
  await page.goto(`/sign-in#token=${await readToken(email)}`);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('button', { name: 'Join the team' }).click();
  await page.getByRole('heading', { name: 'Projects' }).waitFor();
};
