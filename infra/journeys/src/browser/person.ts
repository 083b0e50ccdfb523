import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';

/** Somebody with a browser of their own: nothing is shared with the others. */
export interface Person {
  name: string;
  page: Page;
  /** What the console complained about, and what was asked of any host but the one that served the page. */
  troubles: string[];
  close: () => Promise<void>;
}

const patienceMs = 20_000;

/** Addresses that leave the page's own origin; data and blobs never leave the browser. */
const isForeign = (address: string, home: string): boolean => {
  const { protocol, host } = new URL(address);
  return /^(https?|wss?):$/.test(protocol) && host !== new URL(home).host;
};

const watchPage = (page: Page, home: string, troubles: string[]): void => {
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => {
    troubles.push(`uncaught: ${String(error)}`);
  });
  page.on('websocket', (socket) => {
    if (isForeign(socket.url(), home)) troubles.push(`foreign socket: ${socket.url()}`);
  });
};

const watchRequests = (context: BrowserContext, home: string, troubles: string[]): void => {
  context.on('request', (request) => {
    if (isForeign(request.url(), home)) troubles.push(`foreign request: ${request.url()}`);
  });
};

/** `home` is the origin that the person's pages come from. */
export const openPerson = async (
  browser: Browser,
  { name, home, ...options }: BrowserContextOptions & { name: string; home: string },
): Promise<Person> => {
  const context = await browser.newContext({ baseURL: home, locale: 'en-GB', ...options });
  context.setDefaultTimeout(patienceMs);
  const troubles: string[] = [];
  watchRequests(context, home, troubles);
  const page = await context.newPage();
  watchPage(page, home, troubles);
  return { name, page, troubles, close: () => context.close() };
};
