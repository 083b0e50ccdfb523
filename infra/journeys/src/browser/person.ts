import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';

/** Somebody with a browser of their own: nothing is shared with the others. */
export interface Person {
  name: string;
  page: Page;
  /** What the console complained about, and what was asked of any host but the one that served the page. */
  troubles: string[];
  close: () => Promise<void>;
}

interface Places {
  /** The origin that the person's pages come from. */
  home: string;
  /** Other origins that they may be led to; what those complain of is theirs. */
  neighbours: readonly string[];
}

const patienceMs = 20_000;

/** Addresses that leave the page's own origin, and those that it leads to; data and blobs never leave the browser. */
const isForeign = (address: string, known: readonly string[]): boolean => {
  const { protocol, host } = new URL(address);
  return /^(https?|wss?):$/.test(protocol) && known.every((origin) => new URL(origin).host !== host);
};

const watchPage = (page: Page, { home, neighbours }: Places, troubles: string[]): void => {
  page.on('console', (message) => {
    const { url } = message.location();
    if (message.type() !== 'error' || neighbours.some((origin) => url.startsWith(origin))) return;
    troubles.push(`console: ${message.text()} (${url})`);
  });
  page.on('pageerror', (error) => {
    troubles.push(`uncaught: ${String(error)}`);
  });
  page.on('websocket', (socket) => {
    if (isForeign(socket.url(), [home])) troubles.push(`foreign socket: ${socket.url()}`);
  });
};

const watch = (context: BrowserContext, places: Places, troubles: string[]): void => {
  context.on('request', (request) => {
    if (isForeign(request.url(), [places.home, ...places.neighbours]))
      troubles.push(`foreign request: ${request.url()}`);
  });
  context.on('page', (page) => {
    watchPage(page, places, troubles);
  });
};

export const openPerson = async (
  browser: Browser,
  { name, home, neighbours, ...options }: BrowserContextOptions & Places & { name: string },
): Promise<Person> => {
  const context = await browser.newContext({ baseURL: home, locale: 'en-GB', ...options });
  context.setDefaultTimeout(patienceMs);
  const troubles: string[] = [];
  watch(context, { home, neighbours }, troubles);
  return { name, page: await context.newPage(), troubles, close: () => context.close() };
};
