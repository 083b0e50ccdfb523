import type { Redis } from '@convomatic/kit/redis';
import type { Knex } from 'knex';
import { listPresent } from '../participants/index.ts';
import { serviceScope } from '../platform/scopes.ts';
import { findNewestVersion } from '../versions/index.ts';
import type { FrozenVersion } from '../versions/index.ts';
import type { Queue } from './grouping.ts';
import { findProject, listWaiting, tryLockQueue } from './queue.repository.ts';
import type { MatchedProject } from './queue.repository.ts';

/** All that decides about a queue, read under its lock. */
export type Scene = { project: MatchedProject; version: FrozenVersion; queue: Queue };

/** Null while another worker is at it. Rejects while Redis is away: who is present is not known then. */
export const openQueue = async (trx: Knex, redis: Redis, projectId: number): Promise<Scene | null> => {
  if (!(await tryLockQueue(trx, projectId))) return null;
  const project = await findProject(trx, projectId);
  const version = project && (await findNewestVersion(trx, serviceScope(project), projectId));
  if (!version) return null;
  const waiting = await listWaiting(trx, projectId);
  const present = await listPresent(
    redis,
    projectId,
    waiting.map(({ user_id }) => user_id),
  );
  return { project, version, queue: { waiting, present } };
};
