import type { Redis } from '@convomatic/kit/redis';
import type { Knex } from 'knex';
import { readTime } from '../platform/time.ts';
import { findTarget, listWaitingUsers } from './participants.repository.ts';
import { listPresent } from './presence.ts';

type Needs = { knex: Knex; redis: Redis };
type Asker = { id: number; project_id: number; user_id: number };

/**
 * How far the next group of a run is: who waits and is there, and how many are missing. Who asks is there, even
 * before the first lease.
 */
export const createWaiting =
  ({ knex, redis }: Needs) =>
  async ({
    id,
    project_id: projectId,
    user_id: userId,
  }: Asker): Promise<{ present: number; missing: number; server_time: string }> => {
    const target = await findTarget(knex, projectId);
    const waiting = await listWaitingUsers(knex, id);
    const others = await listPresent(
      redis,
      projectId,
      waiting.filter((id) => id !== userId),
    );
    const present = Math.min(target, others.size + 1);
    return { present, missing: target - present, server_time: await readTime(knex) };
  };

export type Waiting = ReturnType<typeof createWaiting>;
