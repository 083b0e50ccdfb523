import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { until } from '@convomatic/kit/testing/until';
import type { Page } from 'playwright-core';
import { repository } from '../system/repository.ts';

const folder = new URL('docs/screens/', repository);

export const desktop = { width: 1280, height: 800 };
export const phone = { width: 390, height: 844 };

/** Draws the picture for the documents, when they are wanted: SCREENS=1. */
export const picture = async (page: Page, name: string): Promise<void> => {
  if (process.env.SCREENS !== '1') return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: fileURLToPath(new URL(`${name}.png`, folder)), animations: 'disabled' });
};

/** Colours have arrived where they fade to. */
const isStill = async (page: Page): Promise<void> => {
  const moving = (): Promise<number> =>
    page.evaluate(async () => {
      await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
      const ends = ({ effect }: Animation): boolean => effect?.getComputedTiming().endTime !== Infinity;
      return document.getAnimations().filter(ends).length;
    });
  await until(async () => (await moving()) === 0, { what: 'a page that does not move' });
};

/** Draws what a page shows now in light and dark, and where it is wanted as on a phone too. */
export const pictures = async (page: Page, name: string, { isOnPhone = false } = {}): Promise<void> => {
  if (process.env.SCREENS !== '1') return;
  const screens = [
    { label: name, size: desktop },
    ...(isOnPhone ? [{ label: `${name}-phone`, size: phone }] : []),
  ];
  for (const { label, size } of screens) {
    await page.setViewportSize(size);
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.locator(colorScheme === 'dark' ? 'html.dark' : 'html:not(.dark)').waitFor();
      await isStill(page);
      await picture(page, `${label}-${colorScheme}`);
    }
  }
  await page.setViewportSize(desktop);
};
