import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

/** What closed networks, containers and root need. */
const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A real Chromium with an empty profile. */
export const launchChrome = (): Promise<Browser> => {
  const executablePath = process.env.CHROME_PATH;
  if (!executablePath) throw new Error('CHROME_PATH is not set: run this with "npm test -- journeys".');
  return chromium.launch({ executablePath, args: flags });
};
