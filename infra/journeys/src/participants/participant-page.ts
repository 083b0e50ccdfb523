import type { Page } from 'playwright-core';

/** One thing that the talk shows. */
export interface Line {
  kind: 'message' | 'prompt' | 'unsent' | 'left';
  text: string;
}

const patienceMs = 20_000;

/** What a participant does and sees, in the words of the page. */
export const participantPage = (page: Page, slug: string) => {
  const talk = page.getByRole('region', { name: 'Messages' }).locator('> ol');
  const field = page.getByRole('textbox', { name: 'Write a message' });

  return {
    page,
    openLink: async (link = `/join/${slug}`): Promise<void> => {
      await page.goto(link);
      await page.getByRole('button', { name: 'Start' }).waitFor();
    },
    start: () => page.getByRole('button', { name: 'Start' }).click(),
    /** With everything that the page has to say: how many are missing, and no word about the connection. */
    waits: async (): Promise<void> => {
      await page.getByRole('heading', { name: /^Waiting for (one|\d+) more/ }).waitFor();
      await page.getByRole('main').getByText('Connecting…').waitFor({ state: 'hidden' });
    },
    isMatched: () => field.waitFor(),
    say: async (text: string): Promise<void> => {
      await field.fill(text);
      await field.press('Enter');
    },
    sees: (text: string | RegExp, { within = patienceMs } = {}) =>
      talk.getByText(text, { exact: true }).waitFor({ timeout: within }),
    isOffline: () => page.getByRole('main').getByText('The connection is lost.').waitFor(),
    reload: async (): Promise<void> => {
      await page.reload();
      await field.waitFor();
    },
    transcript: (): Promise<Line[]> =>
      talk.evaluate((list) => {
        const kindOf = (line: Element): Line['kind'] => {
          if (line.classList.contains('prompt')) return 'prompt';
          if (line.classList.contains('left-line')) return 'left';
          return line.querySelector('time') || !line.querySelector('.message-foot') ? 'message' : 'unsent';
        };
        return [...list.children].map((line) => {
          const text = line.querySelector('.bubble') ?? line.querySelector(':scope > :last-child') ?? line;
          return { kind: kindOf(line), text: text.textContent };
        });
      }),
    /** The completion code, when the talk is over. */
    code: async (): Promise<string> => {
      await page.getByRole('heading', { name: 'Thank you, the talk is over' }).waitFor({ timeout: 90_000 });
      return page.locator('.code').innerText();
    },
  };
};

export type ParticipantPage = ReturnType<typeof participantPage>;
