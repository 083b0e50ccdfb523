import type { Redis } from '@convomatic/kit/redis';
import type { Knex } from 'knex';
import { readTime } from '../platform/time.ts';
import { findTarget, listWaitingUsers } from './participants.repository.ts';
import { listPresent } from './presence.ts';

type Needs = { knex: Knex; redis: Redis };

/** How far the next group of a project is: who waits and is there, and how many are missing. */
export const createWaiting =
  ({ knex, redis }: Needs) =>
  async (projectId: number): Promise<{ present: number; missing: number; server_time: string }> => {
    const target = await findTarget(knex, projectId);
    const waiting = await listWaitingUsers(knex, projectId);
    const present = Math.min(target, (await listPresent(redis, projectId, waiting)).size);
    return { present, missing: target - present, server_time: await readTime(knex) };
  };

export type Waiting = ReturnType<typeof createWaiting>;
