import type { Logger } from '@convomatic/kit/logger';
import { isOutage } from '@convomatic/kit/outages';
import type { Redis } from '@convomatic/kit/redis';
import type { Knex } from 'knex';
import { finishParticipants } from '../outcomes/index.ts';
import type { UnitOfWork, Work } from '../platform/realtime/index.ts';
import { insertForming } from './formings.repository.ts';
import type { FormingReason } from './formings.repository.ts';
import { formFullGroups, keepWhole, planAtLimit } from './grouping.ts';
import type { Group } from './grouping.ts';
import { openQueue } from './open-queue.ts';
import type { Scene } from './open-queue.ts';
import { listExpired, listMatchable, lockWaiting } from './queue.repository.ts';
import type { Expired, QueueKey } from './queue.repository.ts';
import { askGroups } from './ready-check.ts';
import { startSessions } from './start-sessions.ts';

type Needs = { knex: Knex; unitOfWork: UnitOfWork; redis: Redis; logger: Logger };

const idsOf = (people: { id: number }[]): number[] => people.map(({ id }) => id);

/** Starts those of the groups that are still whole, or asks them first; answers who is in one of them. */
const formGroups = async (
  work: Work,
  groups: Group[],
  { scene, reason }: { scene: Scene; reason: FormingReason },
): Promise<Set<number>> => {
  const whole = keepWhole(groups, await lockWaiting(work.trx, idsOf(groups.flat())));
  if (whole.length === 0) return new Set();
  const { version } = scene;
  const origin = { version, forming: await insertForming(work.trx, scene, reason) };
  const { ready_check_ms } = version.snapshot.project;
  if (ready_check_ms === null) await startSessions(work, whole, origin);
  else await askGroups(work, whole, { ...origin, ready_check_ms });
  return new Set(idsOf(whole.flat()));
};

/**
 * Answers those who have to be looked at again: whose group lost somebody in this very moment, or is asked first and
 * may still come to nothing.
 */
const settle = async (work: Work, scene: Scene, expired: Set<number>): Promise<number[]> => {
  const { group_min, group_target, ready_check_ms } = scene.version.snapshot.project;
  const min = scene.project.is_live ? group_min : Number.POSITIVE_INFINITY;
  const plan = planAtLimit(scene.queue, { min, target: group_target }, expired);
  const formed = await formGroups(work, plan.groups, { scene, reason: 'waiting_limit' });
  await finishParticipants(work, { by: 'id', ids: idsOf(plan.finished), outcome: 'waited_too_long' });
  const grouped = idsOf(plan.groups.flat()).filter((id) => expired.has(id));
  return ready_check_ms === null ? grouped.filter((id) => !formed.has(id)) : grouped;
};

const queueOf = ({ project_id, run_id }: Expired): string => `${String(project_id)} ${String(run_id)}`;

export const createMatching = ({ knex, unitOfWork, redis, logger }: Needs) => {
  const matchQueue = (key: QueueKey): Promise<number> =>
    unitOfWork(async (work) => {
      const scene = await openQueue(work.trx, redis, key);
      if (!scene?.project.is_live) return 0;
      const groups = formFullGroups(scene.queue, scene.version.snapshot.project.group_target);
      return (await formGroups(work, groups, { scene, reason: 'full_group' })).size;
    });

  return {
    /** Forms what can be formed now, in every run; answers how many people were matched. */
    match: async (): Promise<number> => {
      let matched = 0;
      for (const key of await listMatchable(knex)) {
        try {
          matched += await matchQueue(key);
        } catch (error) {
          if (isOutage(error)) throw error;
          logger.error({ err: error, ...key }, 'a queue could not be matched');
        }
      }
      return matched;
    },

    /** The waiting limit of these participants is reached. Answers those who have to wait for a later try. */
    settleLimits: async (work: Work, participantIds: number[]): Promise<number[]> => {
      const expired = await listExpired(work.trx, participantIds);
      const { waiting = [], ready = [], aside = [] } = Object.groupBy(expired, ({ state }) => state);
      // Who was asked, did not answer and did not come back is not one who waited.
      await finishParticipants(work, { by: 'id', ids: idsOf(aside), outcome: 'failed' });
      const later = idsOf(ready);
      for (const people of Map.groupBy(waiting, queueOf).values()) {
        const [key] = people;
        const scene = key && (await openQueue(work.trx, redis, key));
        later.push(...(scene ? await settle(work, scene, new Set(idsOf(people))) : idsOf(people)));
      }
      return later;
    },
  };
};
