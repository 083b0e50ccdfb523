import { testDatabase } from '@convomatic/kit/testing/postgres';
import { startStack } from '@convomatic/kit/testing/processes';
import type { ServiceName, Stack } from '@convomatic/kit/testing/processes';
import { testRedis } from '@convomatic/kit/testing/redis';
import { createTeam } from '../researchers/team.ts';
import type { Team } from '../researchers/team.ts';
import { requireBuiltClients } from './built-clients.ts';
import { seedDatabase } from './seed.ts';
import type { Seed } from './seed.ts';

const services = ['api', 'channels', 'collaboration', 'worker', 'gateway'] as const;

/** Everything that npm start runs, on servers and ports of its own. */
export interface System {
  url: string;
  seed: Seed;
  /** What the owner does without a browser. */
  team: Team;
  services: Stack<ServiceName>['services'];
  stop: () => Promise<void>;
}

export const startSystem = async (): Promise<System> => {
  requireBuiltClients();
  const [database, redis] = await Promise.all([testDatabase(), testRedis()]);
  const stack = await startStack({ services, databaseUrl: database.url, redisUrl: redis.url });
  const url = stack.publicUrl;
  const seed = await seedDatabase({ DATABASE_URL: database.url, PUBLIC_URL: url });
  return {
    url,
    seed,
    team: createTeam({ url, token: seed.owner_token }),
    services: stack.services,
    stop: async () => {
      await stack.stop();
      await redis.close();
      await database.close();
    },
  };
};
