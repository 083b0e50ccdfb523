import { freePort } from '@convomatic/kit/testing/free-port';
import type { OpenidAccount } from '@convomatic/kit/testing/openid-provider';
import { testDatabase } from '@convomatic/kit/testing/postgres';
import { startStack } from '@convomatic/kit/testing/processes';
import type { ServiceName, Stack } from '@convomatic/kit/testing/processes';
import { testRedis } from '@convomatic/kit/testing/redis';
import { createTeam } from '../researchers/team.ts';
import type { Team } from '../researchers/team.ts';
import { requireBuiltClients } from './built-clients.ts';
import { startSchool } from './school.ts';
import { seedDatabase } from './seed.ts';
import type { Seed } from './seed.ts';

const services = ['api', 'channels', 'collaboration', 'worker', 'gateway'] as const;

export interface SystemOptions {
  /** Accounts of a school, an OpenID provider by which people may sign in; without any there is none. */
  pupils?: OpenidAccount[];
}

/** Everything that npm start runs, on servers and ports of its own. */
export interface System {
  url: string;
  seed: Seed;
  /** Origins beside its own that browsers are led to. */
  neighbours: string[];
  /** What the owner does without a browser. */
  team: Team;
  services: Stack<ServiceName>['services'];
  stop: () => Promise<void>;
}

/** What was opened, to be closed in the opposite order: also when the next thing could not be opened. */
const createClosing = () => {
  const closers: (() => Promise<unknown>)[] = [];
  return {
    add: (close: () => Promise<unknown>): void => {
      closers.unshift(close);
    },
    run: async (): Promise<void> => {
      for (const close of closers) await close();
    },
  };
};

type Later = (close: () => Promise<unknown>) => void;

const open = async ({ pupils = [] }: SystemOptions, later: Later): Promise<Omit<System, 'stop'>> => {
  requireBuiltClients();
  const database = await testDatabase();
  later(database.close);
  const redis = await testRedis();
  later(redis.close);
  const gateway = await freePort();
  const school = pupils.length > 0 ? await startSchool({ pupils, gateway }) : null;
  if (school) later(school.close);
  const stack = await startStack({
    services,
    databaseUrl: database.url,
    redisUrl: redis.url,
    ports: { gateway },
    env: school?.env ?? {},
  });
  later(stack.stop);
  const url = stack.publicUrl;
  const seed = await seedDatabase({ DATABASE_URL: database.url, PUBLIC_URL: url });
  const team = createTeam({ url, token: seed.owner_token });
  return { url, seed, team, neighbours: school ? [school.issuer] : [], services: stack.services };
};

export const startSystem = async (options: SystemOptions = {}): Promise<System> => {
  const closing = createClosing();
  try {
    return { ...(await open(options, closing.add)), stop: closing.run };
  } catch (error) {
    await closing.run();
    throw error;
  }
};
