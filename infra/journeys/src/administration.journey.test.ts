import { describe, expect, it } from '@jest/globals';
import { openStage } from './browser/stage.ts';
import { expectNoTrouble } from './browser/troubles.ts';
import { simulate } from './participants/simulation.ts';
import { adminPages } from './researchers/admin-pages.ts';
import { arrive, arriveAsOwner } from './researchers/arrival.ts';
import { entryPage } from './researchers/entry-page.ts';
import { dashboardFrame } from './researchers/frame.ts';
import { createMailbox } from './researchers/mailbox.ts';
import { researcherPage } from './researchers/researcher-page.ts';
import { forAll } from './system/for-all.ts';

const notice = 'Convomatic is away tonight from ten to eleven.';

const opened = forAll({
  open: openStage,
  prepare: async ({ system: { team, seed } }) => {
    await team.retime(seed.demo_slug, { duration_ms: 10_000, offsets_ms: [0, 2_000, 4_000] });
    await team.publish(seed.demo_slug);
  },
  close: (stage) => stage.close(),
});

describe('an admin', () => {
  it('finds people, gives them a role, blocks and unblocks them, and tells everybody what will happen', () => {
    const stage = opened();
    return stage.tell(async () => {
      const admin = await arriveAsOwner(stage);
      const users = adminPages(admin.page);
      const frame = dashboardFrame(admin.page);
      const eva = await arrive(stage, { name: 'eva', email: 'eva@example.org' });
      await eva.page.goto('/account');
      await dashboardFrame(eva.page).isAt('Your account');
      await admin.page.goto('/');
      await frame.open('Users');
      await users.find('eva@example');
      await users.make('eva', 'Staff');
      await frame.tells('eva has another role now: Staff');

      await users.choose('eva', 'Block');
      await frame.agree('Block eva?', 'Block');
      await users
        .row('eva')
        .getByText(/^blocked since/)
        .waitFor();
      const entry = entryPage(eva.page);
      await entry.says('You were signed out.');
      await users.choose('eva', 'Unblock');
      await frame.agree('Unblock eva?', 'Unblock');
      await users
        .row('eva')
        .getByText(/^blocked since/)
        .waitFor({ state: 'detached' });
      const mails = createMailbox(stage.system, 'eva@example.org');
      await mails.tidy();
      await entry.ask('eva@example.org');
      await entry.pasteCode((await mails.next()).code);
      await dashboardFrame(eva.page).isAt('Your account');

      await frame.open('Notices');
      await users.announce({ kind: 'Maintenance', text: notice });
      await eva.page.getByRole('status').getByText(notice).waitFor();
      await eva.page.getByRole('button', { name: 'Close this notice' }).click();
      await eva.page.getByText(notice).waitFor({ state: 'hidden' });

      await frame.open('Platform activity');
      const entries = admin.page.getByRole('region', { name: 'What happened, the newest first' });
      for (const what of [
        'sent a notice to everybody',
        'First owner blocked eva',
        'First owner changed eva: platform role',
      ])
        await entries.getByText(what).first().waitFor();
      expectNoTrouble([admin, eva], ['401 /']);
    });
  });

  it('finds in the activity of the team what members did, and no word that participants wrote', () => {
    const stage = opened();
    return stage.tell(async () => {
      const { system } = stage;
      const simulation = await simulate(system, { participants: 3 });
      const owner = await arriveAsOwner(stage);
      const frame = dashboardFrame(owner.page);
      const research = researcherPage(owner.page);
      try {
        expect((await simulation.ended).output).toContain('3 completed');
      } finally {
        simulation.stop();
      }
      await owner.page.goto('/');
      await research.openProject('Two sides of a question');
      await research.openTab('Live');
      await research.watchOnlySession();
      const written = (await research.transcript()).filter((text) => text.length > 12);
      expect(written.length).toBeGreaterThan(3);

      await frame.open('Activity');
      const entries = owner.page.getByRole('region', { name: 'What happened, the newest first' });
      for (const what of [
        /^First owner published project “Two sides of a question”$/,
        /read session|watched session/,
      ])
        await entries.getByText(what).first().waitFor();
      const shown = await owner.page.getByRole('main').innerText();
      for (const text of written) expect(shown).not.toContain(text);
      expectNoTrouble([owner]);
    });
  });
});
