import { createFaultProxy } from '@convomatic/kit/testing/fault-proxy';
import type { FaultProxy } from '@convomatic/kit/testing/fault-proxy';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { startSystem } from '../system/system.ts';
import type { System, SystemOptions } from '../system/system.ts';
import { launchChrome } from './chrome.ts';
import { withEvidence } from './evidence.ts';
import { openPerson } from './person.ts';
import type { Person } from './person.ts';

/** A running system, and people who open browsers on it. */
export interface Stage {
  system: System;
  person: (name: string, options?: BrowserContextOptions) => Promise<Person>;
  /** Somebody whose network can be cut. */
  personBehindProxy: (name: string) => Promise<Person & { network: FaultProxy }>;
  tell: (story: () => Promise<void>) => Promise<void>;
  close: () => Promise<void>;
}

const openBrowser = async (system: System): Promise<Browser> => {
  try {
    return await launchChrome();
  } catch (error) {
    await system.stop();
    throw error;
  }
};

export const openStage = async (wanted: SystemOptions = {}): Promise<Stage> => {
  const system = await startSystem(wanted);
  const browser = await openBrowser(system);
  const people: Person[] = [];
  const proxies: FaultProxy[] = [];

  const person = async (
    name: string,
    options: BrowserContextOptions & { home?: string } = {},
  ): Promise<Person> => {
    const opened = await openPerson(browser, {
      ...{ home: system.url, neighbours: system.neighbours },
      ...options,
      name,
    });
    people.push(opened);
    return opened;
  };

  return {
    system,
    person,
    personBehindProxy: async (name) => {
      const network = await createFaultProxy({ port: Number(new URL(system.url).port) });
      proxies.push(network);
      return { ...(await person(name, { home: network.urlLike(system.url) })), network };
    },
    tell: (story) => withEvidence({ system, people }, story),
    close: async () => {
      await browser.close();
      await Promise.all(proxies.map((proxy) => proxy.close()));
      await system.stop();
    },
  };
};
