import { until } from '@convomatic/kit/testing/until';
import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { command, tabTo } from './browser/keyboard.ts';
import { desktop, picture, pictures } from './browser/picture.ts';
import { openStage } from './browser/stage.ts';
import { expectNoTrouble } from './browser/troubles.ts';
import { arrive, arriveAsOwner } from './researchers/arrival.ts';
import { fillTeam } from './researchers/cast.ts';
import { entryPage } from './researchers/entry-page.ts';
import { dashboardFrame } from './researchers/frame.ts';
import { inviteByLink } from './researchers/invitation.ts';
import { createMailbox } from './researchers/mailbox.ts';
import { peoplePage } from './researchers/people-page.ts';
import { forAll } from './system/for-all.ts';

const narrow = { width: 320, height: 700 };
const pupil = { sub: 'p-1', name: 'Pia Pupil', email: 'pia@school.example', email_verified: true };
const team = 'Moral Judgement Lab';

const opened = forAll({
  open: () => openStage({ pupils: [pupil] }),
  prepare: ({ system }) => fillTeam(system),
  close: (stage) => stage.close(),
});

/** Nothing is cut off or has to be shifted at the width of the smallest phone. */
const expectNarrow = async (page: Page, name: string): Promise<void> => {
  await page.setViewportSize(narrow);
  const widest = await page.evaluate(() =>
    Math.max(...['html', 'body', '#content'].map((part) => document.querySelector(part)?.scrollWidth ?? 0)),
  );
  expect({ name, widest }).toEqual({ name, widest: narrow.width });
  await page.setViewportSize(desktop);
};

const look = async (page: Page, name: string, { isOnPhone = false } = {}): Promise<void> => {
  await expectNarrow(page, name);
  await pictures(page, name, { isOnPhone });
};

const pages = [
  { name: 'projects', path: '/', en: 'Projects', de: 'Projekte', isOnPhone: true },
  { name: 'people', path: '/people', en: 'People', de: 'Personen', isOnPhone: true },
  { name: 'team', path: '/team', en: 'Team settings', de: 'Teameinstellungen', isOnPhone: true },
  { name: 'activity', path: '/activity', en: 'Activity', de: 'Aktivität', isOnPhone: true },
  { name: 'account', path: '/account', en: 'Your account', de: 'Ihr Konto', isOnPhone: true },
  { name: 'users', path: '/admin/users', en: 'Users', de: 'Konten', isOnPhone: true },
  {
    name: 'platform-activity',
    path: '/admin/activity',
    en: 'Platform activity',
    de: 'Plattformaktivität',
    isOnPhone: false,
  },
  { name: 'notices', path: '/admin/notices', en: 'Notices', de: 'Hinweise', isOnPhone: true },
] as const;

/** Everything that was asked for is there. */
const isWhole = async (page: Page): Promise<void> => {
  await page
    .getByRole('status')
    .filter({ hasText: /live\s*$/ })
    .waitFor();
  const waiting = page.locator('[aria-busy=true], .animate-pulse');
  await until(async () => (await waiting.count()) === 0, { what: 'a page that waits for nothing' });
};

describe('every page', () => {
  it('of the way in fits a small screen, and its console is clean', () => {
    const stage = opened();
    return stage.tell(async () => {
      const stranger = await stage.person('stranger');
      const { page } = stranger;
      const entry = entryPage(page);
      const email = 'ida@example.org';
      const mails = createMailbox(stage.system, email);
      await page.goto('/sign-in');
      await page.getByRole('button', { name: 'Continue with Example School' }).waitFor();
      await look(page, 'sign-in', { isOnPhone: true });
      await entry.ask(email);
      await look(page, 'sign-in-code', { isOnPhone: true });
      const { link } = await mails.next();
      await entry.openLink(link);
      await look(page, 'sign-in-link');
      await entry.confirm();
      await dashboardFrame(page).isAt('Projects');
      await isWhole(page);
      await look(page, 'no-projects');
      await page.goto('/sign-in');
      await page.getByRole('heading', { name: 'You are signed in' }).waitFor();
      await look(page, 'signed-in-already');
      await page.goto('/nowhere');
      await page.getByText('There is no page at this address').waitFor();
      await look(page, 'not-found');
      await page.goto('/confirm-email#token=of-a-link-that-was-sent-to-me');
      await page.getByRole('button', { name: 'Confirm the address' }).waitFor();
      await look(page, 'confirm-email');
      await page.getByRole('button', { name: 'Confirm the address' }).click();
      await page.getByRole('heading', { name: 'This link cannot be used' }).waitFor();
      await look(page, 'confirm-email-over');

      const late = await stage.person('late');
      await late.page.goto(link);
      await entryPage(late.page).confirm();
      await entryPage(late.page).says('This link is over');
      await look(late.page, 'sign-in-over');
      await late.page.goto('/sign-in?problem=signed_out');
      await entryPage(late.page).says('You were signed out.');
      await look(late.page, 'signed-out');
      expectNoTrouble([stranger, late], ['401 /api/logins', '401 /api/email-changes/confirm']);
    });
  });

  it('of a team and of the platform fits a small screen, in both languages, and its console is clean', () => {
    const stage = opened();
    return stage.tell(async () => {
      const owner = await arriveAsOwner(stage, { viewport: desktop });
      const { page } = owner;
      for (const { name, path, en, isOnPhone } of pages) {
        await page.goto(path);
        await dashboardFrame(page).isAt(en);
        await isWhole(page);
        await look(page, name, { isOnPhone });
      }
      const project = `/projects/${String((await stage.system.team.project(stage.system.seed.demo_slug)).id)}`;
      for (const tab of ['', '/versions', '/live', '/data', '/settings']) {
        await page.goto(project + tab);
        await isWhole(page);
        await expectNarrow(page, tab);
      }
      await page.keyboard.press('Control+k');
      await page.getByRole('option', { name: 'Trolley problem, second wave' }).waitFor();
      await look(page, 'palette');
      await page.keyboard.press('Escape');
      await page.goto('/team');
      await isWhole(page);
      await page.getByRole('button', { name: 'Remove team' }).click();
      await page.getByRole('dialog', { name: `Remove ${team}?` }).waitFor();
      await look(page, 'remove-team');

      await page.goto('/account');
      await page.getByRole('combobox', { name: 'Language of pages and mails' }).selectOption('Deutsch');
      for (const { name, path, de } of pages) {
        await page.goto(path);
        await page.locator('html[lang=de]').waitFor();
        await dashboardFrame(page).isAt(de);
        await isWhole(page);
        expect(await page.locator('body').innerText()).not.toMatch(/\b(the|and|your|you|with|are|from)\b/i);
        await expectNarrow(page, name);
        if (['people', 'account', 'activity'].includes(name)) await picture(page, `${name}-german-light`);
      }
      expectNoTrouble([owner]);
    });
  });

  it('that an invitation or the loss of a team shows fits a small screen, and its console is clean', () => {
    const stage = opened();
    return stage.tell(async () => {
      const owner = await arriveAsOwner(stage);
      await owner.page.goto('/people');
      const { pathname, hash } = new URL(await inviteByLink(owner.page, 'Editor'));
      const stranger = await stage.person('invited-stranger');
      await stranger.page.goto(pathname + hash);
      await stranger.page.getByText('You are invited to a team.').waitFor();
      await look(stranger.page, 'invite', { isOnPhone: true });
      const guest = await arrive(stage, { name: 'guest', email: 'kim@example.org' });
      await guest.page.goto(pathname + hash);
      const join = guest.page.getByRole('button', { name: 'Join the team' });
      await join.waitFor();
      await look(guest.page, 'invite-accept');
      await join.click();
      await dashboardFrame(guest.page).isAt('Projects');
      await guest.page.goto(pathname + hash);
      await entryPage(guest.page).says('Somebody used it already.');
      await look(guest.page, 'invite-over');
      await guest.page.goto('/people');
      await guest.page.getByRole('table', { name: 'Members' }).waitFor();
      await isWhole(guest.page);
      await look(guest.page, 'people-as-editor');
      await peoplePage(owner.page).remove('kim');
      await guest.page.getByText(`You are no longer in ${team}`).waitFor();
      await look(guest.page, 'team-lost', { isOnPhone: true });
      expectNoTrouble([owner, stranger, guest], ['403 /api/', '404 /api/']);
    });
  });
});

describe('somebody without a mouse', () => {
  it('signs in, goes where they want, and chooses colours and language', () => {
    const stage = opened();
    return stage.tell(async () => {
      const mails = createMailbox(stage.system, 'owner@example.org');
      await mails.tidy();
      const person = await stage.person('keyboard', { colorScheme: 'light' });
      const { page } = person;
      await page.goto('/');
      await page.getByRole('textbox', { name: 'E-mail' }).and(page.locator(':focus')).waitFor();
      await page.keyboard.type('owner@example.org');
      await page.keyboard.press('Enter');
      await page.getByRole('textbox', { name: 'Code of six digits' }).and(page.locator(':focus')).waitFor();
      await page.keyboard.type((await mails.next()).code);
      await page.getByRole('heading', { name: 'Projects' }).waitFor();

      await tabTo(page, /^New project$/);
      await tabTo(page, /^Two sides of a question$/);
      await command(page, 'Two sides of a question');
      await page.getByRole('heading', { name: 'Two sides of a question' }).waitFor();
      await command(page, 'People');
      await page.getByRole('heading', { name: 'People', exact: true }).waitFor();
      await tabTo(page, /^Make a link$/);
      await page.keyboard.press('Enter');
      await page.getByRole('textbox', { name: /^Link for one editor/ }).waitFor();

      await command(page, 'Colours: Dark');
      await page.locator('html.dark').waitFor();
      await command(page, 'Language: Deutsch');
      await page.locator('html[lang=de]').waitFor();
      await page.getByRole('heading', { name: 'Personen', exact: true }).waitFor();
      await page.reload();
      await page.getByRole('heading', { name: 'Personen', exact: true }).waitFor();
      expect(await page.locator('html.dark[lang=de]').count()).toBe(1);
      expectNoTrouble([person], ['401 /api/boot']);
    });
  });
});
