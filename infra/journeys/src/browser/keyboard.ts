import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';

const farAway = 60;

const nameOfFocused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const { activeElement: focused } = document;
    const label = focused instanceof HTMLInputElement ? focused.labels?.[0]?.textContent : null;
    return (focused?.getAttribute('aria-label') ?? label ?? focused?.textContent ?? '').trim();
  });

/** A ring or a frame that what is not focused lacks. */
const isFocusSeen = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const { activeElement: focused } = document;
    if (!(focused instanceof HTMLElement)) return false;
    // Between the last stop of the page and its first.
    if (focused === document.body) return true;
    const looks = (): string => {
      const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(focused);
      return [outlineStyle, outlineWidth, outlineColor, boxShadow].join();
    };
    for (const one of focused.getAnimations()) one.finish();
    const withFocus = looks();
    focused.blur();
    for (const one of focused.getAnimations()) one.finish();
    const without = looks();
    focused.focus();
    return withFocus !== without;
  });

/** By the Tab key, as long as it takes; every stop on the way shows where it is. */
export const tabTo = async (page: Page, wanted: RegExp): Promise<void> => {
  for (let stop = 0; stop < farAway; stop += 1) {
    const name = await nameOfFocused(page);
    if (wanted.test(name)) return;
    await page.keyboard.press('Tab');
    const stopped = await nameOfFocused(page);
    expect({ stopped, isFocusSeen: await isFocusSeen(page) }).toEqual({ stopped, isFocusSeen: true });
  }
  throw new Error(`Nothing that is called ${String(wanted)} can be reached by the Tab key.`);
};

export const command = async (page: Page, words: string): Promise<void> => {
  const palette = page.getByRole('dialog', { name: 'Search and commands' });
  await page.keyboard.press('Control+k');
  await palette.waitFor();
  await page.keyboard.type(words);
  await page.getByRole('option', { name: words }).first().waitFor();
  await page.keyboard.press('Enter');
  await palette.waitFor({ state: 'hidden' });
};
