import type { Redis } from '@convomatic/kit/redis';
import type { Knex } from 'knex';
import { listPresent } from '../participants/index.ts';
import { serviceScope } from '../platform/scopes.ts';
import { findNewestVersion } from '../versions/index.ts';
import type { FrozenVersion } from '../versions/index.ts';
import type { Queue } from './grouping.ts';
import { findProject, listWaiting, tryLockQueue } from './queue.repository.ts';
import type { MatchedProject, QueueKey } from './queue.repository.ts';

/** All that decides about a queue, read under its lock. */
export type Scene = { project: MatchedProject; version: FrozenVersion; queue: Queue };

/**
 * Null while another worker is at it. Rejects while Redis is away: who is present is not known then. Redis is asked
 * before the fence locks anybody, so however slow it is, nobody who wants to leave waits for it.
 */
export const openQueue = async (trx: Knex, redis: Redis, key: QueueKey): Promise<Scene | null> => {
  if (!(await tryLockQueue(trx, key))) return null;
  const project = await findProject(trx, key);
  const version = project && (await findNewestVersion(trx, serviceScope(project), key.project_id));
  if (!version) return null;
  const waiting = await listWaiting(trx, key);
  const present = await listPresent(
    redis,
    key.project_id,
    waiting.map(({ user_id }) => user_id),
  );
  return { project, version, queue: { waiting, present } };
};
