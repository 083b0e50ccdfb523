import { until } from '@convomatic/kit/testing/until';
import { describe, expect, it } from '@jest/globals';
import { openStage } from './browser/stage.ts';
import { participantPage } from './participants/participant-page.ts';
import { inviteByLink, joinByLink } from './researchers/invitation.ts';
import { readSignInToken } from './researchers/mailbox.ts';
import { promptWriter } from './researchers/prompt-writer.ts';
import type { PromptWriter } from './researchers/prompt-writer.ts';
import { researcherPage } from './researchers/researcher-page.ts';
import { forAll } from './system/for-all.ts';

const projectName = 'Two sides of a question';
const newcomer = 'bea@example.org';

const theStage = forAll({
  open: openStage,
  prepare: async ({ system }) => {
    await system.team.retime(system.seed.demo_slug, { duration_ms: 30_000, offsets_ms: [0, 10_000, 20_000] });
  },
  close: (stage) => stage.close(),
});

/** Words that are told apart, so that one lost or doubled letter shows. */
const words = (name: string, from: number, to: number): string =>
  Array.from({ length: to - from }, (_, index) => `${name}${String(from + index)} `).join('');

/** Both have the same words on their screens; answers them. */
const agree = (one: PromptWriter, other: PromptWriter, expected: string): Promise<unknown> =>
  until(async () => (await one.reads()) === expected && (await other.reads()) === expected, {
    what: `both pages showing "${expected}"`,
    deadlineMs: 20_000,
  });

describe('two researchers who write one prompt', () => {
  it('end with the same text, every letter once, and participants are shown exactly it', () => {
    const stage = theStage();
    const { system } = stage;
    const { demo_slug: slug, sign_in_token } = system.seed;
    return stage.tell(async () => {
      const owner = await stage.person('owner');
      const guest = await stage.personBehindProxy('editor');
      const host = researcherPage(owner.page);
      await host.signIn(sign_in_token);
      const link = await inviteByLink(owner.page, 'Editor');
      const readToken = (email: string) => readSignInToken(system, email);
      await joinByLink(guest.page, { link, email: newcomer, readToken });
      await owner.page.getByRole('row', { name: /^bea here now editor/i }).waitFor();

      await owner.page.getByRole('link', { name: 'Projects' }).click();
      await host.openProject(projectName);
      await researcherPage(guest.page).openProject(projectName);
      const ada = promptWriter(owner.page, 1);
      const bea = promptWriter(guest.page, 1);
      await ada.empty();
      await ada.type('| ');
      await until(async () => (await bea.reads()) === '| ', { what: 'the other page following' });

      // One writes before the line, the other behind it, both at once.
      await bea.goTo('Home');
      await ada.goTo('End');
      await ada.seesCursorOf('bea');
      await Promise.all([ada.type(words('a', 0, 10)), bea.type(words('b', 0, 10))]);
      await agree(ada, bea, `${words('b', 0, 10)}| ${words('a', 0, 10)}`);

      guest.network.cut();
      await bea.isOffline();
      // Ten seconds and more, key by key.
      await Promise.all([ada.type(words('a', 10, 20)), bea.type(words('b', 10, 55))]);
      expect(await ada.reads()).toBe(`${words('b', 0, 10)}| ${words('a', 0, 20)}`);
      guest.network.restore();
      await agree(ada, bea, `${words('b', 0, 55)}| ${words('a', 0, 20)}`);

      const typing = Promise.all([ada.type(words('a', 20, 60)), bea.type(words('b', 55, 95))]);
      await until(async () => (await ada.reads()).includes('a30'), { what: 'the middle of the typing' });
      await system.services.collaboration.restart();
      await typing;
      const text = `${words('b', 0, 95)}| ${words('a', 0, 60)}`;
      await agree(ada, bea, text);
      await Promise.all([ada.isSaved(), bea.isSaved()]);
      expect((await system.team.promptTexts(slug))[0]).toBe(text);

      // Published with the last words still on their way.
      await ada.type('the end');
      const joinLink = await host.publish();
      expect((await system.team.promptTexts(slug))[0]).toBe(`${text}the end`);
      const participants = await Promise.all(
        ['one', 'two', 'three'].map(async (name) => participantPage((await stage.person(name)).page, slug)),
      );
      for (const participant of participants) await participant.openLink(joinLink);
      for (const participant of participants) await participant.start();
      await Promise.all(participants.map((participant) => participant.sees(`${text}the end`)));

      // Lost connections stand in the console, and that the invited one was not signed in; nothing else may.
      const troubles = [owner, guest].flatMap((person) => person.troubles);
      expect(troubles.filter((trouble) => !/^console: .*(WebSocket|ERR_|401)/.test(trouble))).toEqual([]);
    });
  });
});
