import { describe, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { Person } from './browser/person.ts';
import { desktop, phone, picture } from './browser/picture.ts';
import { openStage } from './browser/stage.ts';
import type { Stage } from './browser/stage.ts';
import { expectNoTrouble } from './browser/troubles.ts';
import { participantPage } from './participants/participant-page.ts';
import { arriveAsOwner } from './researchers/arrival.ts';
import { forAll } from './system/for-all.ts';

const secondPrompt = /^Change sides:/;

const opened = forAll<Stage>({
  open: openStage,
  prepare: async ({ system: { team, seed } }) => {
    await team.retime(seed.demo_slug, { duration_ms: 20_000, offsets_ms: [0, 4_000, 15_000] });
    await team.publish(seed.demo_slug);
  },
  close: (stage) => stage.close(),
});

/** `project` is the path of its pages. */
interface Look {
  project: string;
  theme: string;
}

const places = (project: string): [name: string, path: string, sign: (page: Page) => Promise<void>][] => [
  ['projects', '/', (page) => page.getByRole('link', { name: 'Two sides of a question' }).waitFor()],
  ['design', project, (page) => page.getByRole('textbox', { name: 'Text of prompt 3' }).waitFor()],
  ['settings', `${project}/settings`, (page) => page.getByRole('textbox').first().waitFor()],
  ['data', `${project}/data`, (page) => page.getByRole('table').waitFor()],
];

/** The dot beside the tabs says so. */
const isLive = (page: Page) =>
  page
    .getByRole('status')
    .filter({ hasText: /live\s*$/ })
    .waitFor();

const lookAtDashboard = async ({ page }: Person, { project, theme }: Look): Promise<void> => {
  for (const [name, path, sign] of places(project)) {
    await page.goto(path);
    await sign(page);
    await isLive(page);
    await picture(page, `${name}-${theme}`);
  }
};

const lookAtLive = async ({ page }: Person, { project, theme }: Look): Promise<void> => {
  await page.goto(`${project}/live`);
  // The running one stands first.
  await page.getByRole('list', { name: 'Sessions' }).getByRole('button').first().click();
  await page.getByRole('log', { name: 'Transcript' }).getByText('bring people who cannot walk').waitFor();
  await isLive(page);
  await picture(page, `live-${theme}`);
};

describe('the first visit of the pages of a talk', () => {
  it.each(['light', 'dark'] as const)(
    'has a clean console and asks nothing of other hosts, in %s',
    (theme) => {
      const stage = opened();
      return stage.tell(async () => {
        const { system } = stage;
        const { demo_slug: slug } = system.seed;
        const sitting = await stage.person(`desktop-${theme}`, { colorScheme: theme, viewport: desktop });
        const walking = await stage.person(`phone-${theme}`, {
          ...{ colorScheme: theme, viewport: phone, isMobile: true, hasTouch: true },
        });
        const screens = [
          { label: theme, person: participantPage(sitting.page, slug) },
          { label: `phone-${theme}`, person: participantPage(walking.page, slug) },
        ];
        const pictures = (name: string) =>
          Promise.all(screens.map(({ label, person }) => picture(person.page, `${name}-${label}`)));
        const everybody = (act: (person: (typeof screens)[number]['person']) => Promise<unknown>) =>
          Promise.all(screens.map(({ person }) => act(person)));

        await everybody((person) => person.openLink());
        await pictures('start');
        await everybody((person) => person.start());
        await everybody((person) => person.waits());
        await pictures('waiting');
        const third = participantPage(
          (await stage.person(`third-${theme}`, { colorScheme: theme })).page,
          slug,
        );
        await third.openLink();
        await third.start();
        await everybody((person) => person.isMatched());
        const [one, other] = screens.map(({ person }) => person);
        await one?.say('I like trees more than parking places, but my mother cannot walk far.');
        await third.sees('I like trees more than parking places, but my mother cannot walk far.');
        await third.say('Mine neither. Buses could stop closer, and more often.');
        await one?.sees('Mine neither. Buses could stop closer, and more often.');
        await other?.say('Then let cars in that bring people who cannot walk.');
        await everybody((person) => person.sees('Then let cars in that bring people who cannot walk.'));

        const researcher = await arriveAsOwner(stage, { colorScheme: theme, viewport: desktop });
        const look = { theme, project: `/projects/${String((await system.team.project(slug)).id)}` };
        await lookAtLive(researcher, look);
        await everybody((person) => person.sees(secondPrompt));
        await pictures('chat');
        await lookAtDashboard(researcher, look);

        await everybody((person) => person.code());
        await pictures('ended');
        expectNoTrouble([sitting, walking, researcher]);
      });
    },
  );
});
