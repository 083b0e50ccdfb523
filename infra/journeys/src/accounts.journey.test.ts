import { loginCookie } from '@convomatic/contracts';
import { describe, expect, it } from '@jest/globals';
import type { Person } from './browser/person.ts';
import { openStage } from './browser/stage.ts';
import { expectNoTrouble } from './browser/troubles.ts';
import { arrive, signInByMail } from './researchers/arrival.ts';
import { entryPage } from './researchers/entry-page.ts';
import { dashboardFrame } from './researchers/frame.ts';
import { createMailbox } from './researchers/mailbox.ts';
import { forAll } from './system/for-all.ts';

const pupil = { sub: 'p-1', name: 'Pia Pupil', email: 'pia@school.example', email_verified: true };

const friend = { sub: 'p-2', name: 'Fay', email: 'fay@school.example', email_verified: true };

const opened = forAll({
  open: () => openStage({ pupils: [pupil, friend] }),
  close: (stage) => stage.close(),
});

const hasLogin = async ({ page }: Person): Promise<boolean> =>
  (await page.context().cookies()).some(({ name }) => name === loginCookie);

/** Somebody whom nobody knows, at a page that is for members: they are led to the way in. */
const knock = async (name: string, path: string) => {
  const person = await opened().person(name);
  const entry = entryPage(person.page);
  await person.page.goto(path);
  await entry.isShown();
  return { person, entry, page: person.page, frame: dashboardFrame(person.page) };
};

describe('signing in', () => {
  it('by the link of a mail needs a click, works once, and leads back to where one wanted to go', () => {
    const stage = opened();
    return stage.tell(async () => {
      const mails = createMailbox(stage.system, 'ann@example.org');
      const { person, entry, page, frame } = await knock('ann', '/account');
      await entry.ask('ann@example.org');
      const { link } = await mails.next();
      // A scanner of mails, and then the program that shows a preview.
      expect((await fetch(link)).status).toBe(200);
      await entry.openLink(link);
      expect(await hasLogin(person)).toBe(false);
      await entry.confirm();
      await frame.isAt('Your account');
      expect(await hasLogin(person)).toBe(true);

      await frame.signOut();
      expect(await hasLogin(person)).toBe(false);
      await entry.openLink(link);
      await entry.confirm();
      await entry.says('This link is over');
      await page.getByRole('button', { name: 'Get a new link' }).click();
      expect(await entry.email.inputValue()).toBe('ann@example.org');
      await entry.ask('ann@example.org');
      await entry.openLink((await mails.next()).link);
      await entry.confirm();
      await frame.isAt('Your account');
      expectNoTrouble([person], ['401 /api/boot', '401 /api/logins']);
    });
  });

  it('by the code of a mail works in the browser that asked, and a wrong one is explained', () => {
    const stage = opened();
    return stage.tell(async () => {
      const mails = createMailbox(stage.system, 'ben@example.org');
      const { person, entry, frame } = await knock('ben', '/account');
      await entry.ask('ben@example.org');
      const { code } = await mails.next();
      await entry.pasteCode(code === '111111' ? '222222' : '111111');
      await person.page.getByText('This is not the code of the newest mail.').waitFor();
      await entry.pasteCode(code);
      await frame.isAt('Your account');
      await person.page.getByText('You sign in with ben@example.org.').waitFor();
      expectNoTrouble([person], ['401 /api/boot', '401 /api/logins']);
    });
  });

  it('by an account of a provider lets a new person in and a known one again, and says when it was cancelled', () => {
    const stage = opened();
    return stage.tell(async () => {
      const { person, entry, page, frame } = await knock('pia', '/account');
      await entry.goOnWithSchool();
      await page.getByRole('link', { name: 'Cancel' }).click();
      await entry.says('Signing in was cancelled at the other side.');

      await page.goto('/account');
      await entry.goOnWithSchool();
      await page.getByRole('link', { name: pupil.email }).click();
      await frame.isAt('Your account');
      expect(await page.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe(pupil.name);
      await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Pia');
      await page.getByRole('button', { name: 'Save name' }).click();
      await frame.tells('Your name is saved');
      await frame.signOut();

      const again = await knock('pia-again', '/account');
      await again.entry.goOnWithSchool();
      await again.page.getByRole('link', { name: pupil.email }).click();
      await again.frame.isAt('Your account');
      await again.page.getByRole('button', { name: 'Account menu of Pia', exact: true }).waitFor();
      expectNoTrouble([person, again.person], ['401 /api/boot']);
    });
  });
});

describe("one's own account", () => {
  it('shows its logins; one that is ended from elsewhere is told so, and comes back to where it was', () => {
    const stage = opened();
    return stage.tell(async () => {
      const email = 'dan@example.org';
      const desk = await arrive(stage, { name: 'desk', email });
      const tablet = await arrive(stage, { name: 'tablet', email });
      const library = await arrive(stage, { name: 'library', email });
      await library.page.goto('/people');
      await tablet.page.goto('/account');
      const named = tablet.page.getByRole('listitem').filter({ hasText: 'this browser' });
      await named.getByRole('button', { name: /^Rename / }).click();
      await tablet.page.getByRole('textbox', { name: 'Name of this login' }).fill('Old tablet');
      await tablet.page.getByRole('button', { name: 'Save', exact: true }).click();
      await named.getByText('Old tablet', { exact: true }).waitFor();
      await dashboardFrame(tablet.page).open('Team settings');

      const frame = dashboardFrame(desk.page);
      await desk.page.goto('/account');
      await desk.page.getByRole('button', { name: 'End Old tablet' }).click();
      await frame.agree('End the login “Old tablet”?', 'End');
      await frame.tells('Old tablet is signed out');
      const entry = entryPage(tablet.page);
      await entry.says('You were signed out. Sign in again to go on.');
      const mails = createMailbox(stage.system, email);
      await mails.tidy();
      await entry.ask(email);
      await entry.pasteCode((await mails.next()).code);
      await dashboardFrame(tablet.page).isAt('Team settings');

      await desk.page.reload();
      await desk.page.getByRole('button', { name: 'End all others' }).click();
      await frame.agree('End all other logins?', 'End all others');
      for (const { page } of [tablet, library]) await entryPage(page).says('You were signed out.');
      await desk.page.getByRole('list', { name: 'Logins' }).getByRole('listitem').waitFor();
      expectNoTrouble([desk, tablet, library], ['401 /']);
    });
  });

  it('changes its address by a link to the new one, and the old one is good until the click', () => {
    const stage = opened();
    return stage.tell(async () => {
      const { url } = stage.system;
      const person = await arrive(stage, { name: 'eve', email: 'eve@example.org' });
      const { page, id } = person;
      const mails = createMailbox(stage.system, 'evelyn@example.org');
      await page.goto('/account');
      await page.getByRole('textbox', { name: 'New address' }).fill('evelyn@example.org');
      await page.getByRole('button', { name: 'Send a link to it' }).click();
      await page.getByText('Nothing changes until you open it.').waitFor();
      const { link } = await mails.next();
      expect((await signInByMail(url, 'eve@example.org')).id).toBe(id);

      await page.goto(link);
      await page.getByRole('heading', { name: 'Confirm your new address' }).waitFor();
      expect((await signInByMail(url, 'eve@example.org')).id).toBe(id);
      await page.getByRole('button', { name: 'Confirm the address' }).click();
      await page.getByText('You sign in with evelyn@example.org.').waitFor();
      expect((await signInByMail(url, 'evelyn@example.org')).id).toBe(id);
      expect((await signInByMail(url, 'eve@example.org')).id).not.toBe(id);
      expectNoTrouble([person]);
    });
  });

  it('connects an account of a provider, and lets go of it again', () => {
    const stage = opened();
    return stage.tell(async () => {
      const person = await arrive(stage, { name: 'gus', email: 'gus@example.org' });
      const { page } = person;
      const frame = dashboardFrame(page);
      await page.goto('/account');
      await page.getByRole('button', { name: 'Connect Example School' }).click();
      await page.getByRole('link', { name: 'Cancel' }).click();
      await page.getByText('Connecting was cancelled at the other side.').waitFor();
      await page.getByRole('button', { name: 'Connect Example School' }).click();
      await page.getByRole('link', { name: friend.email }).click();
      await frame.tells('Example School is connected');
      const connected = page.getByRole('list', { name: 'Connected accounts' });
      await connected.getByText(friend.email).waitFor();

      await page.getByRole('button', { name: 'Disconnect Example School' }).click();
      await frame.agree('Disconnect Example School?', 'Disconnect');
      await page.getByRole('button', { name: 'Connect Example School' }).waitFor();
      expectNoTrouble([person]);
    });
  });
});
