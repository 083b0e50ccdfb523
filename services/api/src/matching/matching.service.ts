import type { Logger } from '@convomatic/kit/logger';
import { isOutage } from '@convomatic/kit/outages';
import type { Redis } from '@convomatic/kit/redis';
import type { Knex } from 'knex';
import { finishParticipants } from '../outcomes/index.ts';
import type { UnitOfWork, Work } from '../platform/realtime/index.ts';
import { formFullGroups, keepWhole, planAtLimit } from './grouping.ts';
import type { Group } from './grouping.ts';
import { openQueue } from './open-queue.ts';
import type { Scene } from './open-queue.ts';
import { listExpired, listMatchable, lockWaiting } from './queue.repository.ts';
import { startSessions } from './start-sessions.ts';
import type { AssignmentReason } from './start-sessions.ts';

type Needs = { knex: Knex; unitOfWork: UnitOfWork; redis: Redis; logger: Logger };

const membersOf = (groups: Group[]): number[] => groups.flat().map(({ id }) => id);

/** Starts those of the groups that are still whole; answers who is in a session now. */
const startWhole = async (
  work: Work,
  groups: Group[],
  { project, version, queue, reason }: Scene & { reason: AssignmentReason },
): Promise<Set<number>> => {
  const whole = keepWhole(groups, await lockWaiting(work.trx, membersOf(groups)));
  await startSessions(work, whole, { team_id: project.team_id, version, queue, reason });
  return new Set(membersOf(whole));
};

/** Answers those whose group lost somebody in this very moment, and who have to be looked at again. */
const settle = async (work: Work, scene: Scene, expired: Set<number>): Promise<number[]> => {
  const { group_min, group_target } = scene.version.snapshot.project;
  const min = scene.project.is_live ? group_min : Number.POSITIVE_INFINITY;
  const plan = planAtLimit(scene.queue, { min, target: group_target }, expired);
  const started = await startWhole(work, plan.groups, { ...scene, reason: 'waiting_limit' });
  const finished = plan.finished.map(({ id }) => id);
  await finishParticipants(work, { by: 'id', ids: finished, outcome: 'waited_too_long' });
  return membersOf(plan.groups).filter((id) => expired.has(id) && !started.has(id));
};

export const createMatching = ({ knex, unitOfWork, redis, logger }: Needs) => {
  const matchProject = (projectId: number): Promise<number> =>
    unitOfWork(async (work) => {
      const scene = await openQueue(work.trx, redis, projectId);
      if (!scene?.project.is_live) return 0;
      const groups = formFullGroups(scene.queue, scene.version.snapshot.project.group_target);
      return (await startWhole(work, groups, { ...scene, reason: 'full_group' })).size;
    });

  return {
    /** Forms what can be formed now, in every project; answers how many people were matched. */
    match: async (): Promise<number> => {
      let matched = 0;
      for (const projectId of await listMatchable(knex)) {
        try {
          matched += await matchProject(projectId);
        } catch (error) {
          if (isOutage(error)) throw error;
          logger.error({ err: error, project_id: projectId }, 'a project could not be matched');
        }
      }
      return matched;
    },

    /** The waiting limit of these participants is reached. Answers those who have to wait for a later try. */
    settleLimits: async (work: Work, participantIds: number[]): Promise<number[]> => {
      const expired = Map.groupBy(await listExpired(work.trx, participantIds), (one) => one.project_id);
      const later: number[] = [];
      for (const [projectId, people] of expired) {
        const ids = people.map(({ id }) => id);
        const scene = await openQueue(work.trx, redis, projectId);
        later.push(...(scene ? await settle(work, scene, new Set(ids)) : ids));
      }
      return later;
    },
  };
};
