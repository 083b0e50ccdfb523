import { describe, expect, it } from '@jest/globals';
import { openStage } from './browser/stage.ts';
import { expectNoTrouble } from './browser/troubles.ts';
import { arrive, arriveAsOwner } from './researchers/arrival.ts';
import { entryPage } from './researchers/entry-page.ts';
import { dashboardFrame } from './researchers/frame.ts';
import { inviteByLink, inviteByMail, joinByLink } from './researchers/invitation.ts';
import { createMailbox, readSignInToken } from './researchers/mailbox.ts';
import { peoplePage } from './researchers/people-page.ts';
import { researcherPage } from './researchers/researcher-page.ts';
import { forAll } from './system/for-all.ts';

const team = 'First team';
const project = 'Two sides of a question';

const opened = forAll({ open: openStage, close: (stage) => stage.close() });

/** The owner, with their page of people open. */
const openPeople = async () => {
  const owner = await arriveAsOwner(opened());
  await owner.page.goto('/people');
  return { owner, people: peoplePage(owner.page), frame: dashboardFrame(owner.page) };
};

/** Somebody whom the owner has taken into the team. */
const memberOf = async (
  owner: Awaited<ReturnType<typeof openPeople>>,
  name: string,
  role: 'Editor' | 'Observer',
) => {
  const stage = opened();
  const member = await arrive(stage, { name, email: `${name}@example.org` });
  const { pathname, hash } = new URL(await inviteByLink(owner.owner.page, role));
  await member.page.goto(pathname + hash);
  await member.page.getByRole('button', { name: 'Join the team' }).click();
  await dashboardFrame(member.page).isAt('Projects');
  await owner.people.row(name).waitFor();
  return { ...member, frame: dashboardFrame(member.page), research: researcherPage(member.page) };
};

describe('a team and its people', () => {
  it('grows by an invitation that only the right address takes, and by a link', () => {
    const stage = opened();
    return stage.tell(async () => {
      const { owner, people } = await openPeople();
      const mails = createMailbox(stage.system, 'cem@example.org');
      await inviteByMail(owner.page, { role: 'Observer', email: 'cem@example.org' });
      await owner.page.getByRole('list', { name: 'Open invitations' }).getByText('cem@example.org').waitFor();
      const { link } = await mails.next();

      const dora = await arrive(stage, { name: 'dora', email: 'dora@example.org' });
      const entry = entryPage(dora.page);
      await dora.page.goto(link);
      await dora.page.getByRole('heading', { name: `Join ${team}` }).waitFor();
      await dora.page.getByRole('button', { name: 'Join the team' }).click();
      await entry.says(/^This invitation is meant for .+Sign in with that address to join\.$/);
      await dora.page.getByRole('button', { name: 'Use another account' }).click();
      await entry.ask('cem@example.org');
      await entry.pasteCode((await mails.next()).code);
      await dora.page.getByRole('button', { name: 'Join the team' }).click();
      await dora.page.getByRole('link', { name: project }).waitFor();
      await people.row('cem').waitFor();
      expect(await people.role('cem')).toBe('Observer');

      const guest = await stage.person('bea');
      const readToken = (email: string) => readSignInToken(stage.system, email);
      const byLink = await inviteByLink(owner.page, 'Editor');
      await joinByLink(guest.page, { link: byLink, email: 'bea@example.org', readToken });
      await guest.page.getByRole('link', { name: project }).waitFor();
      await people.row('bea').waitFor();
      const late = await arrive(stage, { name: 'late', email: 'late@example.org' });
      await late.page.goto(byLink);
      await entryPage(late.page).says('Somebody used it already.');
      expectNoTrouble([owner, dora, guest, late], ['401 /api/boot', '403 /api/invitations/accept']);
    });
  });

  it('gives and takes roles, and the page of whom it concerns follows at once', () => {
    const stage = opened();
    return stage.tell(async () => {
      const host = await openPeople();
      const eva = await memberOf(host, 'eva', 'Observer');
      await eva.research.openProject(project);
      const publish = eva.page.getByRole('button', { name: /^Publish/ });
      const prompt = eva.page.getByRole('button', { name: 'Prompt', exact: true });
      await eva.page.getByRole('textbox', { name: 'Text of prompt 1' }).waitFor();
      expect(await publish.count()).toBe(0);

      await host.people.setRole('eva', 'Editor');
      await host.frame.tells('eva has a new role: Editor');
      await prompt.waitFor();
      await publish.waitFor();
      await host.people.setRole('eva', 'Observer');
      await prompt.waitFor({ state: 'hidden' });
      expect(await publish.count()).toBe(0);
      await eva.page.reload();
      await eva.page.getByRole('textbox', { name: 'Text of prompt 1' }).waitFor();
      expect(await publish.count()).toBe(0);
      expectNoTrouble([host.owner, eva]);
    });
  });

  it('ends the access of who is removed with their next request, and says what they can do', () => {
    const stage = opened();
    return stage.tell(async () => {
      const host = await openPeople();
      const finn = await memberOf(host, 'finn', 'Editor');
      await finn.research.openProject(project);
      const path = `/api${new URL(finn.page.url()).pathname}`;
      const ask = async (): Promise<number> => (await finn.page.context().request.get(path)).status();
      expect(await ask()).toBe(200);

      await host.people.remove('finn');
      expect(await ask()).toBeGreaterThanOrEqual(403);
      await finn.page.getByText(`You are no longer in ${team}`).waitFor();
      await finn.page.getByRole('button', { name: 'Go to finn’s team' }).click();
      await finn.frame.isAt('Projects');
      await finn.page.goBack();
      await finn.page.getByText('It may have been removed, or belong to a team').waitFor();
      expectNoTrouble([host.owner, finn], ['403 /api/', '404 /api/']);
    });
  });

  it('lets members leave, but not its last owner', () => {
    const stage = opened();
    return stage.tell(async () => {
      const host = await openPeople();
      const gil = await memberOf(host, 'gil', 'Editor');
      await gil.frame.open('Team settings');
      await gil.page.getByRole('button', { name: 'Leave team' }).click();
      await gil.frame.agree(`Leave ${team}?`, 'Leave team');
      await gil.frame.tells(`You left ${team}`);
      await gil.page.getByRole('button', { name: 'Team: gil’s team. Change' }).waitFor();
      await host.people.row('gil').waitFor({ state: 'detached' });

      const { page } = host.owner;
      await host.frame.open('Team settings');
      await page.getByRole('button', { name: 'Leave team' }).click();
      const dialog = page.getByRole('dialog', { name: `Leave ${team}?` });
      await dialog.getByRole('button', { name: 'Leave team' }).click();
      await dialog.getByText('You are the only owner.').waitFor();
      expectNoTrouble([host.owner, gil], ['409 /api/teams/']);
    });
  });

  it('gets back what was removed: a project, and the whole team', () => {
    const stage = opened();
    return stage.tell(async () => {
      const { owner, frame } = await openPeople();
      const { page } = owner;
      await frame.open('Projects');
      await researcherPage(page).openProject(project);
      await researcherPage(page).openTab('Settings');
      await page.getByRole('button', { name: 'Remove this project…' }).click();
      await frame.agree(`Remove ${project}?`, 'Remove this project');
      await frame.tells(`${project} is removed`);
      await page.getByText('Start with a project').waitFor();
      await frame.open('Team settings');
      await page.getByRole('button', { name: `Restore ${project}` }).click();
      await frame.open('Projects');
      await page.getByRole('link', { name: project, exact: true }).waitFor();

      await frame.open('Team settings');
      await page.getByRole('button', { name: 'Remove team' }).click();
      const dialog = page.getByRole('dialog', { name: `Remove ${team}?` });
      expect(await dialog.getByRole('button', { name: 'Remove team' }).isDisabled()).toBe(true);
      await dialog.getByRole('textbox').fill(team);
      await dialog.getByRole('button', { name: 'Remove team' }).click();
      await page.getByRole('button', { name: `Restore ${team}` }).click();
      await page.getByRole('link', { name: project, exact: true }).waitFor();
      expectNoTrouble([owner]);
    });
  });
});
