import type { Sample } from '../checker/index.ts';
import { now } from '../clients/index.ts';
import type { System } from './system.ts';

type Needs = Pick<System, 'database' | 'redis'>;

const everyMs = 1_000;

export const readHeads = async ({ database }: Pick<Needs, 'database'>): Promise<Record<string, number>> => {
  const rows = await database.knex('rooms').select<{ name: string; seq: number }[]>('name', 'seq');
  return Object.fromEntries(rows.map(({ name, seq }) => [name, seq]));
};

/** Notes every second where the rooms stand in Postgres and whether Redis answers. */
export const createSampler = (needs: Needs) => {
  const samples: Sample[] = [];
  let isLooking = false;

  const look = async (): Promise<void> => {
    if (isLooking) return;
    isLooking = true;
    const isRedisUp = await needs.redis.ping().then(
      () => true,
      () => false,
    );
    try {
      const heads = await readHeads(needs);
      samples.push({ at: now(), heads, isRedisUp });
    } catch {
      // While Postgres is away nobody can say who is behind.
      samples.push({ at: now(), heads: {}, isRedisUp });
    }
    isLooking = false;
  };
  const timer = setInterval(() => void look(), everyMs);

  return {
    samples,
    stop: (): void => {
      clearInterval(timer);
    },
  };
};
